package graph

import (
	"context"

	"github.com/google/uuid"

	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/shop/account"
	"zuka/internal/shop/account/idtoken"
	"zuka/internal/shop/account/session"
	"zuka/internal/shop/cart"
)

type mutation struct{ *Resolver }

// below is an outcome whose faults are about the argument input.
func below[T any](found T, failed error) (T, error) {
	return found, fault.Below("input", failed)
}

// signed is the payload of a sign-in.
func signed(in *account.SignedIn, failed error) (*model.SignInPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	payload := &model.SignInPayload{UserErrors: errs, Warnings: []*cart.Warning{}}
	if in != nil {
		payload.User, payload.Tokens, payload.Created = in.User, in.Session.Tokens, in.Created
		if merged, known := in.Merged.(interface{ CartWarnings() []cart.Warning }); known {
			payload.Warnings = pointers(merged.CartWarnings())
		}
	}
	return payload, nil
}

// done is the payload of what has nothing to show.
func done(failed error) (*model.ActionPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.ActionPayload{Done: failed == nil, UserErrors: errs}, nil
}

func asked(challenge *account.Challenge, failed error) (*model.ChallengePayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.ChallengePayload{Challenge: challenge, UserErrors: errs}, nil
}

func issued(in *session.Issued, failed error) (*model.SessionPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	payload := &model.SessionPayload{UserErrors: errs}
	if in != nil {
		payload.Tokens = in.Tokens
	}
	return payload, nil
}

// SessionStart begins a guest's session.
func (m mutation) SessionStart(ctx context.Context) (*model.SessionPayload, error) {
	return issued(m.Account.Begin(ctx))
}

// SessionRefresh exchanges a refresh token.
func (m mutation) SessionRefresh(ctx context.Context, refreshToken string) (*model.SessionPayload, error) {
	return issued(m.Account.Refresh(ctx, refreshToken))
}

// Logout signs out here.
func (m mutation) Logout(ctx context.Context) (*model.ActionPayload, error) {
	return done(m.Account.Logout(ctx))
}

// SessionRevoke signs out on one device.
func (m mutation) SessionRevoke(ctx context.Context, id globalid.ID) (*model.ActionPayload, error) {
	key, err := id.UUID("UserSession", "id")
	if err != nil {
		return done(err)
	}
	return done(m.Account.RevokeSession(ctx, key))
}

// SessionRevokeAll signs out everywhere else.
func (m mutation) SessionRevokeAll(ctx context.Context) (*model.SessionRevokeAllPayload, error) {
	ended, failed := m.Account.RevokeOtherSessions(ctx)
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.SessionRevokeAllPayload{Revoked: int32(ended), UserErrors: errs}, nil
}

// AccountRegister begins an account.
func (m mutation) AccountRegister(ctx context.Context, input account.RegisterInput) (*model.ActionPayload, error) {
	return done(fault.Below("input", m.Account.Register(ctx, input)))
}

// EmailVerify finishes an account.
func (m mutation) EmailVerify(ctx context.Context, token string) (*model.SignInPayload, error) {
	return signed(m.Account.VerifyEmail(ctx, token))
}

// Login signs in by password.
func (m mutation) Login(ctx context.Context, input account.LoginInput) (*model.SignInPayload, error) {
	return signed(below(m.Account.Login(ctx, input)))
}

// LoginNonceCreate begins a sign-in by Google or Apple.
func (m mutation) LoginNonceCreate(ctx context.Context) (*model.LoginNoncePayload, error) {
	nonce, failed := m.Account.NewNonce(ctx)
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.LoginNoncePayload{Nonce: nonce, UserErrors: errs}, nil
}

func tokenInput(input model.IDTokenInput) (account.TokenInput, error) {
	nonce, err := account.ChallengeKey(input.NonceID, "nonceId")
	return account.TokenInput{IDToken: input.IDToken, Nonce: nonce, Name: input.Name.Value()}, err
}

func (m mutation) loginWith(ctx context.Context, provider idtoken.Provider, input model.IDTokenInput) (*model.SignInPayload, error) {
	in, err := tokenInput(input)
	if err != nil {
		return signed(below[*account.SignedIn](nil, err))
	}
	return signed(below(m.Account.LoginWith(ctx, provider, in)))
}

// LoginWithGoogle signs in by Google.
func (m mutation) LoginWithGoogle(ctx context.Context, input model.IDTokenInput) (*model.SignInPayload, error) {
	return m.loginWith(ctx, idtoken.Google, input)
}

// LoginWithApple signs in by Apple.
func (m mutation) LoginWithApple(ctx context.Context, input model.IDTokenInput) (*model.SignInPayload, error) {
	return m.loginWith(ctx, idtoken.Apple, input)
}

// OtpRequest sends a code to a phone.
func (m mutation) OtpRequest(ctx context.Context, phone string) (*model.ChallengePayload, error) {
	return asked(m.Account.RequestOTP(ctx, phone))
}

// OtpVerify signs in by that code.
func (m mutation) OtpVerify(ctx context.Context, input model.OtpVerifyInput) (*model.SignInPayload, error) {
	key, err := account.ChallengeKey(input.ChallengeID, "challengeId")
	if err != nil {
		return signed(below[*account.SignedIn](nil, err))
	}
	return signed(below(m.Account.VerifyOTP(ctx, key, input.Code, orEmpty(input.Name.Value()))))
}

// PasswordResetRequest mails a link for a new password.
func (m mutation) PasswordResetRequest(ctx context.Context, email string) (*model.ActionPayload, error) {
	return done(m.Account.RequestPasswordReset(ctx, email))
}

// PasswordReset sets the new password.
func (m mutation) PasswordReset(ctx context.Context, input account.PasswordResetInput) (*model.SignInPayload, error) {
	return signed(below(m.Account.ResetPassword(ctx, input)))
}

// PasswordChange sets a new password by the old one.
func (m mutation) PasswordChange(ctx context.Context, input account.PasswordChangeInput) (*model.ActionPayload, error) {
	return done(fault.Below("input", m.Account.ChangePassword(ctx, input)))
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// byCode runs what a code confirms.
func byCode[T any](input model.CodeInput, confirm func(uuid.UUID) (T, error)) (T, error) {
	key, err := account.ChallengeKey(input.ChallengeID, "challengeId")
	if err != nil {
		var none T
		return below(none, err)
	}
	return below(confirm(key))
}

type subscription struct{ *Resolver }

// SessionEnded says when this device was signed out.
func (s subscription) SessionEnded(ctx context.Context) (<-chan *account.SessionEnd, error) {
	return followed[*account.SessionEnd](ctx)(s.Account.WatchSession(ctx))
}
