package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// sendTime bounds the whole of one letter, from the connection to the
// server's last answer.
const sendTime = 30 * time.Second

// The ports of RFC 8314: submission with STARTTLS, and submission inside TLS.
const (
	startTLSPort = 587
	tlsPort      = 465
)

// SMTPConfig says which server takes the letters and who they are from.
type SMTPConfig struct {
	// URL is smtp://user:pass@host:587?tls=starttls or smtps://user:pass@host:465.
	// The port may be left out. tls=none is for a server that catches mail
	// during development; a password is not sent that way except to this
	// machine.
	URL string
	// From is the sender, as in "Zuka <hello@zuka.example>".
	From string
	// Roots are who may vouch for the server; nil is the machine's own list.
	Roots *x509.CertPool
}

// SMTP sends letters to a mail server, each over a connection of its own.
type SMTP struct {
	host, user, password string
	port                 int
	// inside tells that the connection begins with TLS.
	inside bool
	policy gomail.TLSPolicy
	trust  *tls.Config
	from   *netmail.Address
	// domain is the part of from behind the @, which names the letters too.
	domain  string
	timeout time.Duration
}

// NewSMTP checks the settings. It does not connect. Its errors never quote the
// URL, which holds a password.
func NewSMTP(config SMTPConfig) (*SMTP, error) {
	address, err := url.Parse(config.URL)
	if err != nil {
		return nil, errors.New("mail: the URL of the server cannot be read")
	}
	s := &SMTP{host: address.Hostname(), port: startTLSPort, policy: gomail.TLSMandatory, timeout: sendTime}
	if s.host == "" || strings.Trim(address.Path, "/") != "" || address.Fragment != "" {
		return nil, errors.New("mail: the URL of the server has to be smtp://host or smtps://host")
	}
	s.user = address.User.Username()
	s.password, _ = address.User.Password()
	if (s.user == "") != (s.password == "") {
		return nil, errors.New("mail: the URL of the server has a user or a password without the other")
	}
	if err := s.secure(address); err != nil {
		return nil, err
	}
	if port := address.Port(); port != "" {
		if s.port, err = strconv.Atoi(port); err != nil || s.port < 1 || s.port > 65535 {
			return nil, errors.New("mail: the URL of the server has an impossible port")
		}
	}
	s.trust = &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12, RootCAs: config.Roots}
	s.from, err = netmail.ParseAddress(config.From)
	if err != nil || hasControl(config.From) || hasControl(s.from.Name) || hasControl(s.from.Address) {
		return nil, errors.New("mail: the sender has to be an address, as in Zuka <hello@zuka.example>")
	}
	s.domain = s.from.Address[strings.LastIndexByte(s.from.Address, '@')+1:]
	return s, nil
}

// secure reads from the URL how the connection is kept private.
func (s *SMTP) secure(address *url.URL) error {
	query, err := url.ParseQuery(address.RawQuery)
	if err != nil {
		return errors.New("mail: the options in the URL of the server cannot be read")
	}
	option := query.Get("tls")
	query.Del("tls")
	if len(query) > 0 {
		return errors.New("mail: the URL of the server has an option other than tls")
	}
	switch {
	case address.Scheme == "smtps" && option == "":
		s.inside, s.port, s.policy = true, tlsPort, gomail.NoTLS
	case address.Scheme == "smtp" && (option == "" || option == "starttls"):
	case address.Scheme == "smtp" && option == "none":
		s.policy = gomail.NoTLS
		if s.user != "" && !isThisMachine(s.host) {
			return errors.New("mail: a password is not sent to another machine without encryption")
		}
	default:
		return errors.New("mail: the URL of the server has to be smtp://host?tls=starttls, smtp://host?tls=none or smtps://host")
	}
	return nil
}

// isThisMachine knows the names that go-mail trusts with a password in the
// clear.
func isThisMachine(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}
