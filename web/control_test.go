package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestChanges asks for changes as a page of the site does, and as others do.
func TestChanges(t *testing.T) {
	store := new(memory)
	_, address := testServer(t, store)
	long := `{"run": "` + strings.Repeat("x", largestChange) + `"}`
	for _, c := range []struct {
		name, path, body string
		header           map[string]string
		status           int
	}{
		{"by the page", "/cancel", `{"run": "a#0"}`, map[string]string{tokenHeader: testToken, "Sec-Fetch-Site": "same-origin"}, 204},
		{"by a program", "/retry", `{"run": "a"}`, map[string]string{tokenHeader: testToken}, 204},
		{"without a token", "/cancel", `{"run": "b#0"}`, nil, 401},
		{"with another", "/cancel", `{"run": "b#0"}`, map[string]string{tokenHeader: testToken + "x"}, 401},
		{"by another site", "/cancel", `{"run": "b#0"}`, map[string]string{tokenHeader: testToken, "Sec-Fetch-Site": "cross-site"}, 403},
		{"by a form of another site", "/cancel", `{"run": "b#0"}`, map[string]string{tokenHeader: testToken, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403},
		{"by an old browser from another site", "/cancel", `{"run": "b#0"}`, map[string]string{tokenHeader: testToken, "Origin": "http://evil.example"}, 403},
		{"of what is not there", "/cancel", `{"run": "nobody"}`, map[string]string{tokenHeader: testToken}, 409},
		{"not understood", "/cancel", `run=b`, map[string]string{tokenHeader: testToken}, 400},
		{"too long", "/cancel", long, map[string]string{tokenHeader: testToken}, 400},
		{"of another kind", "/start", `{"run": "b#0"}`, map[string]string{tokenHeader: testToken}, 405},
	} {
		r, err := http.NewRequestWithContext(t.Context(), "POST", address+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range c.header {
			r.Header.Set(name, value)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode != c.status {
			t.Errorf("a change %s: status %d, want %d: %s", c.name, response.StatusCode, c.status, text)
		}
	}
	if diff := cmp.Diff([]string{"cancel a#0", "retry a"}, store.changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// TestNoChangesWithoutToken is a server that was given none.
func TestNoChangesWithoutToken(t *testing.T) {
	server, err := NewServer(t.Context(), new(memory), nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := http.NewRequest("POST", "/cancel", strings.NewReader(`{"run": "a"}`))
	w := httptest.NewRecorder()
	server.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusForbidden {
		t.Errorf("status %d", w.Code)
	}
	if view := received[overview](t, server.site.Load(), resultsPath); view.Changes || !view.Live {
		t.Errorf("changes %v, live %v", view.Changes, view.Live)
	}
}
