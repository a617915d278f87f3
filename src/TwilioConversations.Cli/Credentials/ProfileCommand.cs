using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>profile</c>: lists, selects and removes profiles.</summary>
internal static class ProfileCommand
{
    private static readonly Argument<string> Name = new("profile") { Description = "The name of the profile." };

    private static readonly ItemShape<Row> Shape = new(
        "profile",
        "profiles",
        [
            new("profile", row => row.Profile),
            new("sid", row => row.Sid),
            new("in_use", row => WireText.Of(row.InUse)),
            new("address", row => row.Address),
            new("secret", row => row.Secret),
        ],
        row => row.Profile,
        row => row.Sid ?? "",
        [new("in_use", row => row.InUse ? "in use" : ""), new("address", row => row.Address), new("secret", row => row.Secret)]);

    public static Command Create()
    {
        var group = new Command(
            "profile", "Lists, selects and removes profiles. 'conversations login' creates one.\n\nExample:\n  conversations profile use support")
        {
            Verb("list", "Lists the profiles, without their secrets.", "conversations profile list", ListAsync),
            Verb(
                "use",
                "Uses a profile whenever --profile is omitted and the environment has no credentials.",
                "conversations profile use support",
                UseAsync,
                Name),
            Verb("remove", "Removes a profile and its secret from this machine.", "conversations profile remove support", RemoveAsync, Name),
        };
        return group;
    }

    private static Command Verb(string name, string description, string example, Func<ParseResult, ToolEnvironment, Task> run, params Argument[] arguments)
    {
        var verb = new Command(name, $"{description}\n\nExample:\n  {example}");
        foreach (var argument in arguments)
        {
            verb.Add(argument);
        }

        if (arguments is [])
        {
            verb.Add(CommandContext.Format);
        }

        verb.SetAction((parsed, cancellationToken) =>
        {
            var environment = ToolEnvironment.Of(parsed);
            return ErrorHints.ReportAsync(
                environment,
                async () =>
                {
                    await run(parsed, environment);
                    return ExitCode.Done;
                },
                cancellationToken);
        });
        return verb;
    }

    private static async Task ListAsync(ParseResult arguments, ToolEnvironment environment)
    {
        var inUse = Profiles.InUse(environment);
        var rows = (Profiles.Read(environment) ?? []).Select(entry => new Row(
            entry.Key,
            entry.Value?.ApiKeySid ?? entry.Value?.AccountSid,
            entry.Key == inUse,
            entry.Value?.BaseAddress?.OriginalString ?? string.Join('.', new[] { entry.Value?.Edge, entry.Value?.Region }.OfType<string>()),
            entry.Value?.Secret is null ? "keyring" : "file"));
        var format = arguments.GetValue(CommandContext.Format) ?? OutputFormat.Table;
        using var writer = new ItemWriter<Row>(Shape, format, environment.Data, environment.OutputConsole());
        await writer.WriteAsync(new[] { new ListPage<Row>([.. rows], null) }.ToAsyncEnumerable());
    }

    private static Task UseAsync(ParseResult arguments, ToolEnvironment environment)
    {
        Profiles.Use(environment, Existing(arguments, environment));
        return Profiles.WarnIfInEnvironmentAsync(environment);
    }

    private static Task RemoveAsync(ParseResult arguments, ToolEnvironment environment)
    {
        Profiles.Remove(environment, Existing(arguments, environment));
        return Task.CompletedTask;
    }

    private static string Existing(ParseResult arguments, ToolEnvironment environment)
    {
        var name = arguments.GetValue(Name)!;
        var profiles = Profiles.Read(environment) ?? [];
        return profiles.ContainsKey(name) ? name : throw Profiles.Unknown(name, profiles);
    }

    private sealed record Row(
        [property: Newtonsoft.Json.JsonProperty("profile")] string Profile,
        [property: Newtonsoft.Json.JsonProperty("sid")] string? Sid,
        [property: Newtonsoft.Json.JsonProperty("in_use")] bool InUse,
        [property: Newtonsoft.Json.JsonProperty("address")] string Address,
        [property: Newtonsoft.Json.JsonProperty("secret")] string Secret);
}
