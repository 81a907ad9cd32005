package web

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"log/slog"
	"net/http"
)

// tokenHeader is where a request that changes something has the token. No page of
// another site can send it: a browser asks first, and is not answered.
const tokenHeader = "Fmnist-Token"

// largestChange is how long a request that changes something may be.
const largestChange = 64 << 10

// change handles a request to do something with a run: {"run": KEY}, by a page of
// this site and with the token.
func (s *Server) change(do func(ctx context.Context, run string) error) http.Handler {
	return sameOrigin(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		switch {
		case s.options.Token == "":
			http.Error(w, "nothing can be changed here", http.StatusForbidden)
			return
		case !sameText(r.Header.Get(tokenHeader), s.options.Token):
			http.Error(w, "that is not the token that fmnist serve has printed or was given", http.StatusUnauthorized)
			return
		}
		var wanted struct {
			Run string `json:"run"`
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestChange)).Decode(&wanted); err != nil {
			http.Error(w, "the request is not understood", http.StatusBadRequest)
			return
		}
		if err := do(r.Context(), wanted.Run); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
			return
		}
		slog.Info("changed by a visitor", "request", r.URL.Path, "run", wanted.Run, "visitor", r.RemoteAddr)
		w.WriteHeader(http.StatusNoContent)
	})
}

// sameOrigin refuses what pages of other sites send.
func sameOrigin(handler http.HandlerFunc) http.Handler {
	return http.NewCrossOriginProtection().Handler(handler)
}

// sameText takes the same time wherever the texts differ.
func sameText(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

func (s *Server) serveLog(w http.ResponseWriter, r *http.Request) {
	log, err := s.store.Log(r.Context(), r.URL.Query().Get("run"))
	if err != nil {
		slog.Error("a log cannot be read", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	log.Events = append([]Event{}, log.Events...) // the page expects a list
	answer(w, log)
}
