using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>receipts</c>: the verbs.</summary>
internal static class ReceiptsCommand
{
    private static readonly Argument<string> Message = new("message") { Description = "The message's SID.", HelpName = "IM…" };

    private static readonly ItemShape<DeliveryReceipt> Shape = ItemShape<DeliveryReceipt>.Of(
        "receipt", "receipts", Document.DeliveryReceiptColumns, r => r.ParticipantSid ?? "", r => r.Sid, "status", "error_code", "date_updated");

    public static Command Create() => new ResourceCommand<DeliveryReceipt>("receipts", Shape, CommandContext.Conversation, Message)
        .List(
            Document.ListReceiptsOptionsFields,
            "conversations receipts list CH… IMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, options, stop) => Receipts(context).ListAsync(options, stop))
        .Fetch(
            "conversations receipts fetch CH… IMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa DYaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, id, stop) => Receipts(context).FetchAsync(id, cancellationToken: stop))
        .Build(
            "Shows the delivery of a message to each participant outside chat.",
            "conversations receipts list CH… IMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

    private static ReceiptsApi Receipts(CommandContext context) => context.Place.Conversation.Message(context.Arguments.GetValue(Message)!).Receipts;
}
