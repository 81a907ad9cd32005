package web

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// news tells open pages that there are new results, by server-sent events.
type news struct {
	mu   sync.Mutex
	next chan struct{} // closed at the next news
	open int           // pages that listen
}

func newNews() *news { return &news{next: make(chan struct{})} }

// maxListeners is how many pages may listen at the same time.
const maxListeners = 1000

// tell wakes all who listen.
func (n *news) tell() {
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.next)
	n.next = make(chan struct{})
}

// listen is the channel that is closed at the next news.
func (n *news) listen() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.next
}

// enter counts a listener in, leave counts it out.
func (n *news) enter() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.open == maxListeners {
		return false
	}
	n.open++
	return true
}

func (n *news) leave() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.open--
}

// beat is how often something is sent, news or not, so that a connection that
// is gone is noticed.
const beat = 30 * time.Second

func (n *news) serve(w http.ResponseWriter, r *http.Request) {
	if !n.enter() {
		http.Error(w, "fmnist: too many pages listen", http.StatusServiceUnavailable)
		return
	}
	defer n.leave()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	connection := http.NewResponseController(w)
	message := ": listening\n\n"
	for {
		next := n.listen()
		connection.SetWriteDeadline(time.Now().Add(beat))
		if _, err := fmt.Fprint(w, message); err != nil || connection.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-next:
			message = "event: results\ndata: new\n\n"
		case <-time.After(beat):
			message = ": beat\n\n"
		}
	}
}
