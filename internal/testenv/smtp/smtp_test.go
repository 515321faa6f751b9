package smtp

import (
	"io"
	"net"
	"net/textproto"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// speaker is a client that says what it is told.
type speaker struct {
	t    *testing.T
	text *textproto.Conn
}

func speakTo(t *testing.T, server *Server) speaker {
	t.Helper()
	address, err := url.Parse(server.URL())
	require.NoError(t, err)
	conn, err := net.Dial("tcp", address.Host)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() }) // the server may have hung up
	require.NoError(t, conn.SetDeadline(time.Now().Add(patience)))
	return speaker{t, textproto.NewConn(conn)}
}

func (s speaker) hears(code int) {
	s.t.Helper()
	_, _, err := s.text.ReadResponse(code)
	require.NoError(s.t, err)
}

func (s speaker) says(line string, code int) {
	s.t.Helper()
	require.NoError(s.t, s.text.PrintfLine("%s", line))
	s.hears(code)
}

const letter = "Subject: =?utf-8?q?=E2=82=A6500?=\r\n" +
	"Content-Type: multipart/alternative; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nOne=\r\n line\r\n..dot\r\n" +
	"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+eDwvYj4=\r\n--b--\r\n"

func TestALetterIsTakenAndRead(t *testing.T) {
	t.Parallel()
	server := Start(t)
	client := speakTo(t, server)
	client.hears(220)
	client.says("EHLO me", 250)
	client.says("RCPT TO:<ada@zuka.example>", 503)
	client.says("MAIL FROM:<shop@zuka.example> BODY=8BITMIME", 250)
	client.says("DATA", 503)
	client.says("RCPT TO:<ada@zuka.example>", 250)
	client.says("DATA", 354)
	client.says(letter+".", 250)
	client.says("NOOP", 250)
	client.says("RSET", 250)
	client.says("WHAT", 502)
	client.says("QUIT", 221)
	taken := server.Await(t)
	require.NoError(t, taken.Fault)
	require.Equal(t, "shop@zuka.example", taken.From)
	require.Equal(t, []string{"ada@zuka.example"}, taken.To)
	require.Equal(t, "₦500", taken.Subject)
	require.Equal(t, "One line\n.dot", taken.Text)
	require.Equal(t, "<b>x</b>", taken.HTML)
	require.Len(t, server.Messages(), 1)
}

func TestTheServerDoesAsTold(t *testing.T) {
	t.Parallel()
	server := Start(t)
	server.Refuse("no@zuka.example")
	server.Defer("later@zuka.example")
	server.Answer("MAIL", "452 4.3.1 full")
	server.Answer("NOOP", Drop)
	client := speakTo(t, server)
	client.hears(220)
	client.says("MAIL FROM:<shop@zuka.example>", 452)
	client.says("MAIL FROM:<shop@zuka.example>", 250)
	client.says("RCPT TO:<no@zuka.example>", 550)
	client.says("RCPT TO:<later@zuka.example>", 451)
	server.Allow("no@zuka.example")
	client.says("RCPT TO:<no@zuka.example>", 250)
	require.NoError(t, client.text.PrintfLine("NOOP"))
	_, err := client.text.ReadLine()
	require.ErrorIs(t, err, io.EOF)
}

func TestWhoHangsIsWokenWhenTheServerCloses(t *testing.T) {
	t.Parallel()
	var client speaker
	t.Run("server", func(t *testing.T) {
		server := Start(t)
		server.Answer(Greeting, Hang)
		address, err := url.Parse(server.URL())
		require.NoError(t, err)
		conn, err := net.Dial("tcp", address.Host)
		require.NoError(t, err)
		client = speaker{t, textproto.NewConn(conn)}
	})
	_, err := client.text.ReadLine()
	require.Error(t, err)
	require.NoError(t, client.text.Close())
}

func TestALetterThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"no header", "Subject: x\n\nbody", "Content-Type: multipart/mixed; boundary=b\n\n--b\nbroken",
		"Subject: =?what?q?x?=\nContent-Type: text/plain\n\n",
		"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n***",
	} {
		require.Error(t, newMessage("", nil, []byte(raw)).Fault, raw)
	}
}
