package mail

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMessagesThatNoServerShouldSee(t *testing.T) {
	t.Parallel()
	good := Message{To: "Ada Obi <ada@zuka.example>", Subject: "Your order", Text: "It is on its way."}
	require.NoError(t, good.Validate())
	for name, spoil := range map[string]func(*Message){
		"no address":                   func(m *Message) { m.To = "" },
		"two addresses":                func(m *Message) { m.To = "ada@zuka.example, eve@zuka.example" },
		"no domain":                    func(m *Message) { m.To = "ada" },
		"a header behind the address":  func(m *Message) { m.To += "\r\nBcc: eve@zuka.example" },
		"a bare line feed":             func(m *Message) { m.To = "ada@zuka.example\nBcc: eve@zuka.example" },
		"a break in the name":          func(m *Message) { m.To = "\"Ada\r\n Obi\" <ada@zuka.example>" },
		"an encoded break in the name": func(m *Message) { m.To = "=?utf-8?q?Ada=0D=0ABcc:_eve?= <ada@zuka.example>" },
		"a header behind the subject":  func(m *Message) { m.Subject += "\r\nBcc: eve@zuka.example" },
		"a bare carriage return":       func(m *Message) { m.Subject += "\rBcc: eve@zuka.example" },
		"a zero in the subject":        func(m *Message) { m.Subject += "\x00" },
		"a line separator":             func(m *Message) { m.Subject += "\u2028" },
		"no subject":                   func(m *Message) { m.Subject = " " },
		"no text":                      func(m *Message) { m.Text = "\n" },
	} {
		bad := good
		spoil(&bad)
		err := bad.Validate()
		require.ErrorIs(t, err, ErrRefused, name)
		require.NotContains(t, err.Error(), "eve", name)
		require.NotContains(t, err.Error(), "ada", name)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	const from = "Zuka <hello@zuka.example>"
	for url, port := range map[string]int{
		"smtp://mail.example":                             startTLSPort,
		"smtp://user:pass@mail.example:2525?tls=starttls": 2525,
		"smtp://mail.example:1025?tls=none":               1025,
		"smtp://user:pass@localhost:1025?tls=none":        1025,
		"smtps://user:p%40ss@mail.example/":               tlsPort,
	} {
		s, err := NewSMTP(SMTPConfig{URL: url, From: from})
		require.NoError(t, err, url)
		require.Equal(t, port, s.port, url)
		require.Equal(t, "zuka.example", s.domain)
	}
	for _, url := range []string{
		"", "mail.example:587", "http://mail.example", "smtp://", "smtp://mail.example/inbox", "smtp://mail.example#x",
		"smtp://mail.example?tls=maybe", "smtps://mail.example?tls=none", "smtp://mail.example?starttls=1",
		"smtp://secret:hunter2@mail.example?tls=none", "smtp://user@mail.example", "smtp://:hunter2@mail.example",
		"smtp://user:hunter2@mail.example:99999", "smtp://user:hunter2@mail.example:port", "smtp://user:hunter2@mail.example?%zz",
	} {
		_, err := NewSMTP(SMTPConfig{URL: url, From: from})
		require.Error(t, err, url)
		require.NotContains(t, err.Error(), "hunter2")
	}
	for _, from := range []string{"", "Zuka", "Zuka <hello@zuka.example>\r\nBcc: eve@zuka.example"} {
		_, err := NewSMTP(SMTPConfig{URL: "smtp://mail.example", From: from})
		require.Error(t, err, from)
	}
}
