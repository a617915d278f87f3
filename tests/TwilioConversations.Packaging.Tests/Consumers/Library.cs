// A user's library on top of the package, also for .NET Framework and with its version of C#.
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TwilioConversations;

namespace Somebody.Elses
{
    public class Rooms
    {
        private readonly ConversationsOperations _participants;

        public Rooms(ConversationsOperations participants)
        {
            _participants = participants;
        }

        public async Task<List<string>> IdentitiesAsync(ConversationsClient twilio, string room, CancellationToken cancellationToken)
        {
            var identities = new List<string>();
            var pages = twilio.Conversation(room).Participants.ListAsync(cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                while (await pages.MoveNextAsync().ConfigureAwait(false))
                {
                    identities.Add(pages.Current.Identity ?? "");
                }
            }
            finally
            {
                await pages.DisposeAsync().ConfigureAwait(false);
            }

            return identities;
        }

        public Task<Participant> SeatAsync(string room, string identity, int seat) =>
            _participants.CreateConversationParticipantAsync(room, new CreateParticipantRequest { Identity = identity, Attributes = "{\"seat\":" + seat + "}" });

        public Task<Participant> ForgetAsync(string room, string sid) =>
            _participants.UpdateConversationParticipantAsync(room, sid, new UpdateParticipantRequest { MessagingBindingProxyAddress = FieldUpdate<string>.Remove, LastReadMessageIndex = 3 });
    }
}
