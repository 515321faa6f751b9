package mail

import (
	"context"
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/testenv/smtp"
)

var letter = Message{
	To:      "Adaobi Ọkọ <ada@customer.example>",
	Subject: "Your order №7 — ₦45,000 is paid, and this subject goes on for longer than one line of a header may be",
	Text:    "Hello Ada,\n.a dot begins this line\nhttps://zuka.example/verify?token=a=b\n",
	HTML:    "<p>Hello <b>Ada</b></p>",
}

func sender(t *testing.T, server *smtp.Server) *SMTP {
	t.Helper()
	s, err := NewSMTP(SMTPConfig{URL: server.URL(), From: "Zuka <hello@zuka.example>", Roots: server.Roots()})
	require.NoError(t, err)
	return s
}

// silent checks that an error tells nothing about people.
func silent(t *testing.T, err error) {
	t.Helper()
	require.Error(t, err)
	for ; err != nil; err = errors.Unwrap(err) {
		for _, secret := range []string{"ada@", "Adaobi", "order", "Hello", "hello@", "pa55", "clerk", "Message-ID"} {
			require.NotContains(t, err.Error(), secret)
		}
	}
}

func TestALetterArrivesWhole(t *testing.T) {
	t.Parallel()
	server := smtp.Start(t)
	require.NoError(t, sender(t, server).Send(t.Context(), letter))
	got := server.Await(t)
	require.NoError(t, got.Fault)
	require.Equal(t, "hello@zuka.example", got.From)
	require.Equal(t, []string{"ada@customer.example"}, got.To)
	require.Equal(t, letter.Subject, got.Subject)
	require.Equal(t, strings.TrimSpace(letter.Text), strings.TrimSpace(got.Text))
	require.Equal(t, letter.HTML, strings.TrimSpace(got.HTML))
	to, err := got.Header.AddressList("To")
	require.NoError(t, err)
	require.Equal(t, "Adaobi Ọkọ", to[0].Name)
	require.Equal(t, `"Zuka" <hello@zuka.example>`, got.Header.Get("From"))
	require.Regexp(t, `^<[A-Z2-7]{26}@zuka\.example>$`, got.Header.Get("Message-ID"))
	require.Equal(t, "auto-generated", got.Header.Get("Auto-Submitted"))
	require.Empty(t, got.Header.Get("User-Agent"))
	date, err := got.Header.Date()
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), date, time.Hour)
}

func TestALetterWithoutHTML(t *testing.T) {
	t.Parallel()
	server := smtp.Start(t)
	plain := letter
	plain.HTML = ""
	require.NoError(t, sender(t, server).Send(t.Context(), plain))
	got := server.Await(t)
	require.Empty(t, got.HTML)
	require.True(t, strings.HasPrefix(got.Header.Get("Content-Type"), "text/plain"))
}

func TestThePasswordGoesThroughTLSOnly(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]smtp.Settings{
		"starttls":  {StartTLS: true},
		"smtps":     {InsideTLS: true},
		"localhost": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings.User, settings.Password = "clerk", "pa55 w@rd"
			server := smtp.Start(t, settings)
			s := sender(t, server)
			require.NoError(t, s.Send(t.Context(), letter))
			require.Len(t, server.Messages(), 1)

			s.password = "wrong"
			err := s.Send(t.Context(), letter)
			silent(t, err)
			require.NotErrorIs(t, err, ErrRefused)
			require.ErrorContains(t, err, "535")
		})
	}
}

func TestAServerThatNobodyVouchesForGetsNothing(t *testing.T) {
	t.Parallel()
	for _, settings := range []smtp.Settings{{StartTLS: true}, {InsideTLS: true}} {
		server := smtp.Start(t, settings)
		s, err := NewSMTP(SMTPConfig{URL: server.URL(), From: "hello@zuka.example", Roots: x509.NewCertPool()})
		require.NoError(t, err)
		err = s.Send(t.Context(), letter)
		require.ErrorContains(t, err, "not trusted")
		require.NotErrorIs(t, err, ErrRefused)
	}
	server := smtp.Start(t)
	s, err := NewSMTP(SMTPConfig{URL: strings.Replace(server.URL(), "none", "starttls", 1), From: "hello@zuka.example"})
	require.NoError(t, err)
	require.ErrorContains(t, s.Send(t.Context(), letter), "STARTTLS", "it must not go on in the clear")
	require.Empty(t, server.Messages())
}

func TestWhatARetryCannotHelp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stage, reply string
		final        bool
	}{
		"no such user":       {"RCPT", "550 5.1.1 <ada@customer.example> unknown", true},
		"no longer here":     {"RCPT", "551 Adaobi moved", true},
		"busy":               {"RCPT", "451 4.2.0 ada@customer.example later", false},
		"greylisted":         {"RCPT", "450 4.7.1 ada@customer.example later", false},
		"relay denied":       {"RCPT", "554 5.7.1 ada@customer.example relay denied", false},
		"sign in first":      {"RCPT", "530 sign in", false},
		"sender not set up":  {"MAIL", "550 5.1.8 hello@zuka.example unknown", false},
		"disk full":          {"MAIL", "452 4.3.1 full", false},
		"no letter today":    {"DATA", "451 4.3.0 busy", false},
		"letter not wanted":  {smtp.End, "554 5.6.0 about your order", true},
		"letter held up":     {smtp.End, "451 4.3.0 your order", false},
		"closing":            {"RCPT", "421 4.3.2 closing", false},
		"not even a welcome": {smtp.Greeting, "554 no service for clerk", false},
		"hangs up at once":   {smtp.Greeting, smtp.Drop, false},
		"hangs up at hello":  {"EHLO", smtp.Drop, false},
		"hangs up at RCPT":   {"RCPT", smtp.Drop, false},
		"hangs up at DATA":   {"DATA", smtp.Drop, false},
		"hangs up at end":    {smtp.End, smtp.Drop, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := smtp.Start(t)
			server.Answer(test.stage, test.reply)
			err := sender(t, server).Send(t.Context(), letter)
			silent(t, err)
			require.Equal(t, test.final, errors.Is(err, ErrRefused), err)
			if len(test.reply) > 4 {
				require.ErrorContains(t, err, test.reply[:3])
			}
			require.Empty(t, server.Messages())
		})
	}
}

func TestARecipientThatIsRefusedForNowIsServedLater(t *testing.T) {
	t.Parallel()
	server := smtp.Start(t)
	s := sender(t, server)
	server.Defer("ada@customer.example")
	require.NotErrorIs(t, s.Send(t.Context(), letter), ErrRefused)
	server.Refuse("ada@customer.example")
	require.ErrorIs(t, s.Send(t.Context(), letter), ErrRefused)
	server.Allow("ada@customer.example")
	require.NoError(t, s.Send(t.Context(), letter))
}

func TestABadPartingDoesNotSendTheLetterAgain(t *testing.T) {
	t.Parallel()
	for _, reply := range []string{smtp.Drop, "421 4.0.0 busy"} {
		server := smtp.Start(t)
		server.Answer("QUIT", reply)
		require.NoError(t, sender(t, server).Send(t.Context(), letter))
		require.Len(t, server.Messages(), 1)
	}
}

func TestNobodyWaitsForEver(t *testing.T) {
	t.Parallel()
	for _, stage := range []string{smtp.Greeting, "EHLO", "RCPT", smtp.End, "QUIT"} {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			server := smtp.Start(t)
			server.Answer(stage, smtp.Hang)
			s := sender(t, server)
			if stage == "QUIT" {
				require.NoError(t, sendUntilInTime(t, server, s))
				return
			}
			s.timeout = 100 * time.Millisecond
			err := s.Send(t.Context(), letter)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			require.NotErrorIs(t, err, ErrRefused)
			silent(t, err)
		})
	}
}

// sendUntilInTime sends to a server that does not answer the parting. All before it
// has to be in time, so where the machine is busy there is more of it.
func sendUntilInTime(t *testing.T, server *smtp.Server, s *SMTP) (err error) {
	t.Helper()
	for s.timeout = time.Second; s.timeout < 2*time.Minute; s.timeout *= 4 {
		if err = s.Send(t.Context(), letter); err == nil {
			return nil
		}
		server.Answer("QUIT", smtp.Hang)
	}
	return err
}

func TestACallerThatGivesUpIsNotKept(t *testing.T) {
	t.Parallel()
	server := smtp.Start(t)
	server.Answer(smtp.End, smtp.Hang)
	ctx, cancel := context.WithCancel(t.Context())
	sent := make(chan error, 1)
	s := sender(t, server)
	go func() { sent <- s.Send(ctx, letter) }()
	cancel()
	require.ErrorIs(t, <-sent, context.Canceled)
}

func TestAServerThatIsAway(t *testing.T) {
	t.Parallel()
	s, err := NewSMTP(SMTPConfig{URL: "smtp://127.0.0.1:1?tls=none", From: "hello@zuka.example"})
	require.NoError(t, err)
	err = s.Send(t.Context(), letter)
	require.ErrorContains(t, err, "no connection")
	require.NotErrorIs(t, err, ErrRefused)
}
