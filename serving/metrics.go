package serving

import "github.com/prometheus/client_golang/prometheus"

// metrics are the service's figures.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  prometheus.Histogram
	images   prometheus.Counter
	batch    prometheus.Histogram
	waiting  prometheus.Gauge
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "fmnist_predict_requests_total", Help: "Requests for labels, by the status of their answer.",
		}, []string{"code"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "fmnist_predict_request_seconds", Help: "From a request's header to the end of its answer.",
			Buckets: prometheus.ExponentialBuckets(0.0001, 4, 10),
		}),
		images: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "fmnist_predict_images_total", Help: "Images labelled.",
		}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "fmnist_predict_batch_images", Help: "Images that were labelled together.",
			Buckets: prometheus.ExponentialBuckets(1, 2, 15),
		}),
		waiting: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "fmnist_predict_waiting_images", Help: "Images that wait for their labels.",
		}),
	}
	r.MustRegister(m.requests, m.seconds, m.images, m.batch, m.waiting)
	return m
}
