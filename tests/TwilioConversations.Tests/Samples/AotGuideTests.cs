using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwilioConversations.Tests.Samples;

#region seat
public record Seat(string Row, int Number);

[JsonSerializable(typeof(Seat))]
[JsonSerializable(typeof(Conversation))]
internal sealed partial class SeatContext : JsonSerializerContext;
#endregion

public class AotGuideTests
{
    [Test]
    public void Attributes_and_models_in_a_source_generated_context()
    {
        var (request, conversation) = (new CreateParticipantRequest(), new Conversation { State = ConversationState.Closed });
        var participant = new Participant { Attributes = """{"Row":"A","Number":7}""" };

        #region attributes
        request.SetAttributes(new Seat("A", 7), SeatContext.Default.Seat);
        var seat = participant.GetAttributes(SeatContext.Default.Seat);
        var json = JsonSerializer.Serialize(conversation, SeatContext.Default.Conversation);
        #endregion

        Assert.That((request.Attributes, seat), Is.EqualTo((participant.Attributes, new Seat("A", 7))));
        Assert.That(json, Does.Contain("\"state\":\"closed\""));
    }
}
