package main

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/pflag"

	"github.com/fmnist/fmnist/model"
	"github.com/fmnist/fmnist/serving"
	"github.com/fmnist/fmnist/web"
)

// servedModel is the model that `fmnist serve` labels images with, if any.
type servedModel struct {
	path string
	rate float64
}

func (s *servedModel) flags(flags *pflag.FlagSet) {
	flags.StringVar(&s.path, "model", "", "model to label images with at POST /v1/predict")
	flags.Float64Var(&s.rate, "predict-rate", 0, "images a second that are labelled at most, of all requests together (default no limit)")
}

// handle adds figures to the server, and the model's addresses where there is
// one.
func (s *servedModel) handle(ctx context.Context, server *web.Server) error {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	server.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	if s.rate < 0 {
		return usagef("--predict-rate %v, want 0 or more", s.rate)
	}
	if s.path == "" {
		return nil
	}
	f, err := model.Open(s.path)
	if err != nil {
		return err
	}
	m, err := f.Restore()
	if err != nil {
		return err
	}
	h := serving.New(ctx, m, f.SHA256, serving.Limits{Rate: s.rate}, registry).Handler()
	server.Handle("POST /v1/predict", h)
	server.Handle("GET /v1/model", h)
	return nil
}
