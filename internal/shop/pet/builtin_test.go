package pet

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/petrun"
	"zuka/internal/shop/pet/builtin"
)

// A person finds something and puts it into the cart, by talk alone, with the
// brain that every shop has.
func TestTalkingToABuiltInPetFillsACart(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	words := &Words{Pool: k.Pool, Clock: k}
	k.Builtin = builtin.New(builtin.Config{Lexicon: func(ctx context.Context) (builtin.Reader, error) { return words.Lexicon(ctx) }})
	ctx, user, pet := k.owner()
	gown := k.product("Adire Gown", 15_000, 9)
	first := k.says(ctx, pet, nil, "show me dresses under 20k")
	second := k.says(ctx, pet, &first.Run.ConversationID, "add the first one to my cart")
	listener := k.listens(ctx, first)
	thinker := k.thinker(k.Service)
	k.think(thinker, second.Run.ID) // It is not its turn yet.
	k.think(thinker, first.Run.ID)
	thinker.work.Wait()
	shown := false
	listener.until(func(reply Reply) bool {
		if products, ok := reply.(*ProductsShown); ok {
			shown = true
			require.Equal(t, []int{gown}, products.Products)
		}
		return isEnd(reply)
	})
	require.True(t, shown)
	require.Equal(t, k.answer(k.ended(first.Run.ID, petrun.StateDone).ID), listener.text)
	k.ended(second.Run.ID, petrun.StateDone)
	require.Equal(t, 1, k.inCart(user), k.answer(second.Run.ID))
	require.Equal(t, 1, k.number("SELECT count(*) FROM pet_conversations WHERE message_type = 'cart_update' AND role = 'pet'"))
	require.Equal(t, 2*ForMessage, k.number("SELECT xp FROM user_pets WHERE id = $1", pet))
}
