package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// finalError is what a second try now cannot change.
type finalError string

func (e finalError) Error() string { return string(e) }

// laterError is an answer that asks for another try.
type laterError struct {
	status string
	after  time.Duration
}

func (e laterError) Error() string { return "receiver answered " + e.status }

func final(err error) bool {
	var f finalError
	return errors.As(err, &f)
}

// post makes one request. refused is the number of records that the receiver
// turned down; with an error it stands for the whole batch.
func (f Flusher) post(ctx context.Context, c *http.Client, target *url.URL, key string, body []byte) (refused int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("make request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+f.Settings.Token)
	req.Header.Set("Idempotency-Key", key)
	req.Header.Set("User-Agent", "vibedefend/"+f.Version)
	res, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	switch code := res.StatusCode; {
	case code/100 == 2:
		return rejected(answer), nil
	case code == 429, code >= 502 && code <= 504:
		return 0, laterError{res.Status, parseRetryAfter(res.Header.Get("Retry-After"), time.Now())}
	case code == http.StatusBadRequest, code == http.StatusRequestEntityTooLarge, code == http.StatusUnprocessableEntity:
		return 1, finalError("receiver answered " + res.Status)
	}
	return 0, finalError("receiver answered " + res.Status)
}

// rejected reads how many records a receiver that accepted the request turned
// down. They may not be sent again (OTLP, partial success).
func rejected(answer []byte) int {
	var a struct {
		PartialSuccess struct {
			Rejected json.RawMessage `json:"rejectedLogRecords"` // a string or a number
		} `json:"partialSuccess"`
	}
	if json.Unmarshal(answer, &a) != nil {
		return 0
	}
	n, err := strconv.Atoi(strings.Trim(string(a.PartialSuccess.Rejected), `"`))
	if err != nil {
		return 0
	}
	return max(0, n)
}

// parseRetryAfter reads seconds or a date, at most one hour (RFC 9110, 10.2.3).
func parseRetryAfter(s string, now time.Time) time.Duration {
	d := time.Duration(0)
	if n, err := strconv.Atoi(s); err == nil && n > 0 {
		d = time.Duration(min(n, 3600)) * time.Second
	} else if at, err := http.ParseTime(s); err == nil {
		d = at.Sub(now)
	}
	return max(0, min(d, time.Hour))
}
