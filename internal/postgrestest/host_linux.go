package postgrestest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// Host is a machine of a worker: its processes reach the server by a way that
// can be cut.
type Host interface {
	// Command is that of a program on the host.
	Command(name string, args ...string) *exec.Cmd
	// URL is that of a database of the server as the host knows it.
	URL(database string) string
	// Cut loses all that is sent either way, as a pulled cable does, and Join ends that.
	Cut()
	Join()
}

// Networks makes n hosts and a server that they reach: network namespaces with a
// cable each where we may make them, else addresses of a relay.
func Networks(t testing.TB, n int) (*Server, []Host) {
	t.Helper()
	installed(t)
	var spaces []*namespace
	var addresses []string
	for i := range n {
		space, err := newNamespace(t, i)
		if err != nil {
			t.Logf("no network namespaces, a relay instead: %v", err)
			spaces, addresses = nil, nil
			break
		}
		spaces, addresses = append(spaces, space), append(addresses, space.address)
	}
	s := Start(t, addresses...)
	hosts := make([]Host, n)
	for i := range hosts {
		if len(spaces) > 0 {
			spaces[i].port = s.Port
			hosts[i] = spaces[i]
			continue
		}
		hosts[i] = newRelay(t, s, i)
	}
	return s, hosts
}

// namespace is a network namespace.
type namespace struct {
	t           testing.TB
	name, cable string
	address     string // of our end of the cable
	port        int
}

func newNamespace(t testing.TB, i int) (*namespace, error) {
	if os.Geteuid() != 0 {
		return nil, fmt.Errorf("we are not root")
	}
	id := os.Getpid() % 10000
	n := &namespace{t: t, name: fmt.Sprintf("fmnist%d-%d", id, i), cable: fmt.Sprintf("fm%d-%d", id, i)}
	// A network of two addresses, of a range set aside for tests between networks.
	block := (id%60)*4 + i*4
	n.address = fmt.Sprintf("198.18.%d.%d", 1+i, block%252+1)
	other := fmt.Sprintf("198.18.%d.%d", 1+i, block%252+2)
	t.Cleanup(func() {
		exec.Command("ip", "link", "del", n.cable).Run()
		exec.Command("ip", "netns", "del", n.name).Run()
	})
	for _, line := range []string{
		"ip netns add " + n.name,
		"ip link add " + n.cable + " type veth peer name eth0 netns " + n.name,
		"ip addr add " + n.address + "/30 dev " + n.cable,
		"ip link set " + n.cable + " up",
		"ip -n " + n.name + " addr add " + other + "/30 dev eth0",
		"ip -n " + n.name + " link set eth0 up",
		"ip -n " + n.name + " link set lo up",
	} {
		words := strings.Fields(line)
		if text, err := exec.Command(words[0], words[1:]...).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s: %v: %s", line, err, text)
		}
	}
	return n, nil
}

func (n *namespace) Command(name string, args ...string) *exec.Cmd {
	return exec.Command("ip", append([]string{"netns", "exec", n.name, name}, args...)...)
}

func (n *namespace) URL(database string) string { return urlOf(n.address, n.port, database) }
func (n *namespace) Cut()                       { n.set("down") }
func (n *namespace) Join()                      { n.set("up") }

func (n *namespace) set(state string) {
	if text, err := exec.Command("ip", "-n", n.name, "link", "set", "eth0", state).CombinedOutput(); err != nil {
		n.t.Errorf("eth0 %s: %v: %s", state, err, text)
	}
}

// relay passes bytes on, or loses them.
type relay struct {
	listener net.Listener
	server   string

	mu  sync.Mutex
	cut bool
}

func newRelay(t testing.TB, s *Server, i int) *relay {
	t.Helper()
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", 11+i))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	r := &relay{listener: listener, server: fmt.Sprintf("127.0.0.1:%d", s.Port)}
	go r.serve()
	return r
}

func (r *relay) serve() {
	for {
		conn, err := r.listener.Accept()
		if err != nil {
			return
		}
		go r.pass(conn)
	}
}

func (r *relay) pass(conn net.Conn) {
	defer conn.Close()
	server, err := net.Dial("tcp", r.server)
	if err != nil {
		return
	}
	defer server.Close()
	ended := make(chan struct{}, 2)
	for _, way := range [][2]net.Conn{{conn, server}, {server, conn}} {
		go func() {
			r.copy(way[0], way[1])
			ended <- struct{}{}
		}()
	}
	<-ended
}

// copy holds back what comes while the way is cut, as TCP does that sends again.
func (r *relay) copy(from, to net.Conn) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		for r.isCut() {
			time.Sleep(10 * time.Millisecond)
		}
		if _, werr := to.Write(buffer[:n]); werr != nil || err != nil {
			return
		}
	}
}

func (r *relay) isCut() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.cut
}

func (r *relay) set(cut bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = cut
}

func (r *relay) Command(name string, args ...string) *exec.Cmd { return exec.Command(name, args...) }

func (r *relay) URL(database string) string {
	a := r.listener.Addr().(*net.TCPAddr)
	return urlOf(a.IP.String(), a.Port, database)
}

func (r *relay) Cut()  { r.set(true) }
func (r *relay) Join() { r.set(false) }
