package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"sync"

	gomail "github.com/wneessen/go-mail"
)

var _ Sender = (*SMTP)(nil)

// Send hands the letter to the server. An error that is not an ErrRefused may
// have come after the server took the letter, so a retry can send it twice.
func (s *SMTP) Send(ctx context.Context, message Message) error {
	to, err := message.recipient()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	line := &line{dial: s.dial}
	defer line.close()
	client, err := s.client(line)
	if err != nil {
		return errors.New("mail: the settings are not accepted by the mail client")
	}
	// The client knows ctx only while it connects; a closed connection is what
	// ends its later waits.
	stop := context.AfterFunc(ctx, line.close)
	defer stop()
	letter := s.letter(to, message)
	err = client.DialAndSendWithContext(ctx, letter)
	switch {
	case err == nil, letter.IsDelivered():
		return nil // Once the server has the letter, a bad parting must not send it again.
	case ctx.Err() != nil:
		return fmt.Errorf("mail: no answer in time: %w", ctx.Err())
	default:
		return explain(err)
	}
}

// client is made anew for each letter, because each has its own connection.
func (s *SMTP) client(line *line) (*gomail.Client, error) {
	options := []gomail.Option{
		// Its own clock runs out later than Send's, which tells the caller more.
		gomail.WithPort(s.port), gomail.WithTimeout(2 * s.timeout), gomail.WithTLSPolicy(s.policy),
		gomail.WithTLSConfig(s.trust.Clone()), gomail.WithDialContextFunc(line.connect),
		// One letter a connection: there is nothing to check or to clear between letters.
		gomail.WithoutNoop(), gomail.WithoutRset(),
	}
	if s.user != "" {
		options = append(options, gomail.WithUsername(s.user), gomail.WithPassword(s.password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	return gomail.NewClient(s.host, options...)
}

func (s *SMTP) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if s.inside {
		return (&tls.Dialer{Config: s.trust.Clone()}).DialContext(ctx, network, address)
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

func (s *SMTP) letter(to *netmail.Address, message Message) *gomail.Msg {
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	letter.SetAddrHeaderFromMailAddress(gomail.HeaderFrom, s.from)
	letter.SetAddrHeaderFromMailAddress(gomail.HeaderTo, to)
	letter.Subject(message.Subject)
	letter.SetMessageIDWithValue(rand.Text() + "@" + s.domain) // the default tells the machine's name
	// Holiday notes and other machines are not to answer (RFC 3834).
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetBodyString(gomail.TypeTextPlain, message.Text)
	if message.HTML != "" {
		letter.AddAlternativeString(gomail.TypeTextHTML, message.HTML)
	}
	return letter
}

// line is the connection of one letter, kept here because the client does not
// close one that fails before the letter is sent.
type line struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error)

	mu     sync.Mutex
	conn   net.Conn
	closed bool
}

func (l *line) connect(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := l.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		_ = conn.Close() // nobody has spoken on it yet
		return nil, net.ErrClosed
	}
	l.conn = conn
	return conn, nil
}

func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	if l.conn != nil {
		_ = l.conn.Close() // the client has closed it after a good parting
	}
}

// explain says what happened without the server's words, which often repeat
// the address or the user.
func explain(err error) error {
	var sending *gomail.SendError
	if errors.As(err, &sending) {
		return explainSending(sending)
	}
	var answer *textproto.Error
	if errors.As(err, &answer) {
		return fmt.Errorf("mail: the server answered %d before the letter", answer.Code)
	}
	// These speak of hosts, ports and certificates only.
	var network net.Error
	if errors.As(err, &network) {
		return fmt.Errorf("mail: no connection: %w", network)
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return fmt.Errorf("mail: the server is not trusted: %w", certificate)
	}
	return errors.New("mail: the server hung up, does not speak SMTP, or lacks the STARTTLS or the way to sign in that the settings ask for")
}

// stages name where in the conversation a letter failed.
var stages = map[gomail.SendErrReason]string{
	gomail.ErrSMTPMailFrom:  "the sender",
	gomail.ErrSMTPRcptTo:    "the recipient",
	gomail.ErrSMTPData:      "the beginning of the letter",
	gomail.ErrWriteContent:  "the middle of the letter",
	gomail.ErrSMTPDataClose: "the end of the letter",
}

func explainSending(err *gomail.SendError) error {
	stage, known := stages[err.Reason]
	if !known {
		stage = "an unknown point"
	}
	code := err.ErrorCode()
	if code == 0 {
		return fmt.Errorf("mail: the connection failed at %s", stage)
	}
	told := strings.TrimSpace(fmt.Sprintf("%d %s", code, err.EnhancedStatusCode()))
	if isFinal(err, code) {
		return fmt.Errorf("%w: the server answered %s at %s", ErrRefused, told, stage)
	}
	return fmt.Errorf("mail: the server answered %s at %s", told, stage)
}

// isFinal tells refusals of this recipient or this letter from those of us as
// a customer of the server: an unpaid account, a sender that is not set up or a
// blocked machine (530 and 5.7.x) is put right by people, and then the letter
// passes.
func isFinal(err *gomail.SendError, code int) bool {
	if code < 500 || code == 530 || strings.HasPrefix(err.EnhancedStatusCode(), "5.7.") {
		return false
	}
	switch err.Reason {
	case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return true
	default:
		return false
	}
}
