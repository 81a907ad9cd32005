package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// news tells open pages what has happened, by server-sent events.
type news struct {
	mu   sync.Mutex
	open int // pages that listen
	told
}

// told is what there is to tell.
type told struct {
	results  int           // how often there were new ones
	activity string        // JSON
	next     chan struct{} // closed when there is more to tell
}

func newNews() *news { return &news{told: told{next: make(chan struct{})}} }

// maxListeners is how many pages may listen at the same time.
const maxListeners = 1000

// tell wakes all who listen, if there is something new.
func (n *news) tell(results bool, a Activity) {
	a.Workers = append([]Worker{}, a.Workers...) // pages expect lists
	a.Running, a.Next = append([]Job{}, a.Running...), append([]string{}, a.Next...)
	text, err := json.Marshal(a)
	if err != nil {
		panic("web: " + err.Error()) // there is nothing in it that cannot be JSON
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if !results && string(text) == n.activity {
		return
	}
	if results {
		n.results++
	}
	n.activity = string(text)
	close(n.next)
	n.next = make(chan struct{})
}

// listen is what there is to tell now.
func (n *news) listen() told {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.told
}

// since is the events that lead from what was told before to what is told now.
func (t told) since(before told) string {
	events := ""
	if t.results != before.results {
		events += "event: results\ndata: new\n\n"
	}
	if t.activity != before.activity {
		events += "event: activity\ndata: " + t.activity + "\n\n"
	}
	return events
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
	before := told{results: n.listen().results}
	for message := ": listening\n\n"; ; {
		now := n.listen()
		message += now.since(before)
		before = now
		connection.SetWriteDeadline(time.Now().Add(beat))
		if _, err := fmt.Fprint(w, message); err != nil || connection.Flush() != nil {
			return
		}
		message = ""
		select {
		case <-r.Context().Done():
			return
		case <-now.next:
		case <-time.After(beat):
			message = ": beat\n\n"
		}
	}
}
