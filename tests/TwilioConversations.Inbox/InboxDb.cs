using Microsoft.EntityFrameworkCore;

namespace TwilioConversations.Inbox;

/// <summary>The database: events as they arrived, messages as the desk reads them, and Wolverine's queues.</summary>
public sealed class InboxDb(DbContextOptions<InboxDb> options) : DbContext(options)
{
    public DbSet<InboxEvent> Events => Set<InboxEvent>();

    public DbSet<InboxMessage> Messages => Set<InboxMessage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<InboxEvent>().HasIndex(stored => stored.Sid).IsUnique();
        modelBuilder.Entity<InboxEvent>().HasIndex(stored => new { stored.ConversationSid, stored.IsHandled });
    }
}

/// <summary>An event. The SID of what was added identifies it, however often and to whichever copy Twilio sends it.</summary>
public sealed class InboxEvent
{
    public long Id { get; init; }

    public required string Sid { get; init; }

    public required string ConversationSid { get; init; }

    public required string Json { get; init; }

    public bool IsHandled { get; set; }
}

/// <summary>A message, in the order of arrival.</summary>
public sealed class InboxMessage
{
    public long Id { get; init; }

    public required string Sid { get; init; }

    public required string ConversationSid { get; init; }

    public int Index { get; init; }

    public string? Author { get; init; }

    public string? Body { get; init; }
}

/// <summary>A reply from the desk.</summary>
public sealed record Reply(string Body);
