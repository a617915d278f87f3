using System.CommandLine;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Resources;

/// <summary>
/// The command of a resource. Each verb is one line: what it calls and an example; its options are the fields that the OpenAPI document has
/// for it.
/// </summary>
internal sealed class ResourceCommand<T>(ItemShape<T> shape, bool isInConversation)
    where T : class
{
    private static readonly Option<string?> Webhooks = new Option<string?>("--webhooks") { Description = "Whether the service calls the configured webhooks; the service decides if this is left out." }
        .OneOf(("true", "true"), ("false", "false"));

    private readonly List<Command> _verbs = [];

    public ResourceCommand<T> List<TOptions>(
        IReadOnlyList<Field<TOptions>> filters, string example, Func<CommandContext, TOptions, CancellationToken, PagedAsyncEnumerable<T>> list)
        where TOptions : ListOptions, new()
    {
        var limit = new Option<int?>("--limit") { Description = "How many to print at most, from 0.", HelpName = "N" }.Within(0, int.MaxValue);
        return Add("list", $"Lists the {shape.Plural}.", example, [.. filters.SelectMany(filter => filter.Options), limit], async (context, cancellationToken) =>
        {
            using var writer = context.Writer(shape);
            var options = Filled(filters, context);
            options.Limit = context.Arguments.GetValue(limit);
            await writer.WriteAsync(list(context, options, cancellationToken).AsPages());
            return ExitCode.Done;
        });
    }

    public ResourceCommand<T> Fetch(string example, string key, Func<CommandContext, string, CancellationToken, Task<T>> fetch)
    {
        var id = Id(key);
        return Add("fetch", $"Shows one {shape.Singular}.", example, [id], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await fetch(context, context.Arguments.GetValue(id)!, cancellationToken)));
    }

    public ResourceCommand<T> Create<TRequest>(
        string verb, string description, IReadOnlyList<Field<TRequest>> fields, string example, Func<CommandContext, TRequest, RequestOptions, CancellationToken, Task<T>> create)
        where TRequest : new() =>
        Add(verb, description, example, [.. OptionsOf(fields), Webhooks], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await create(context, Filled(fields, context), OptionsOf(context), cancellationToken)));

    public ResourceCommand<T> Update<TRequest>(
        IReadOnlyList<Field<TRequest>> fields, string example, string key, Func<CommandContext, string, TRequest, RequestOptions, CancellationToken, Task<T>> update)
        where TRequest : new()
    {
        var id = Id(key);
        Option[] changes = [.. OptionsOf(fields)];
        Add("update", "Changes what is given and leaves the rest as it is.", example, [id, .. changes, Webhooks], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await update(context, context.Arguments.GetValue(id)!, Filled(fields, context), OptionsOf(context), cancellationToken)));
        _verbs[^1].Validators.Add(result =>
        {
            if (changes.All(change => result.GetResult(change) is null or { Implicit: true }))
            {
                result.AddError($"update takes something to change: {string.Join(", ", changes.Select(change => change.Name))}");
            }
        });
        return this;
    }

    /// <summary>A verb that changes one item in one way.</summary>
    public ResourceCommand<T> Act(string verb, string description, string example, string key, Func<CommandContext, string, RequestOptions, CancellationToken, Task<T>> act)
    {
        var id = Id(key);
        return Add(verb, description, example, [id, Webhooks], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await act(context, context.Arguments.GetValue(id)!, OptionsOf(context), cancellationToken)));
    }

    public ResourceCommand<T> Delete(string example, string key, Func<CommandContext, string, RequestOptions, CancellationToken, Task> delete)
    {
        var ids = new Argument<string[]>("ids") { Description = $"The {shape.Plural}, each by {key}.", Arity = ArgumentArity.OneOrMore };
        var yes = new Option<bool>("--yes", "-y") { Description = "Deletes without asking." };
        return Add("delete", $"Deletes {shape.Plural}; one that is gone already counts as done.", example, [ids, yes, Webhooks], async (context, cancellationToken) =>
        {
            var names = context.Arguments.GetValue(ids)!;
            var question = $"Delete {(names.Length == 1 ? $"{shape.Singular} {names[0]}" : $"{names.Length} {shape.Plural}")}{(isInConversation ? $" from {context.ConversationName}" : "")}?";
            if (!context.Arguments.GetValue(yes) && !await context.IsConfirmedAsync(question, cancellationToken))
            {
                context.Note("Nothing was deleted.");
                return ExitCode.Failed;
            }

            return await new BulkRun(context, shape.Singular.Replace(' ', '_'), "deleted", cancellationToken).RunAsync(
                names.Length,
                stop => OneByOne.RunAsync(names, name => delete(context, name, OptionsOf(context), stop), stop).Select(result =>
                    new Outcome(result.Index + 1, result.Input, result.Status, null, result.Error)));
        });
    }

    public ResourceCommand<T> With(Command verb)
    {
        _verbs.Add(verb);
        return this;
    }

    public Command Build(string description, string example)
    {
        var command = CommandContext.Group(shape.Plural.Split(' ')[^1], description, example);
        foreach (var verb in _verbs)
        {
            command.Add(verb);
        }

        return command;
    }

    private static Argument<string> Id(string key) => new("id") { Description = $"By {key}." };

    private static IEnumerable<Option> OptionsOf<TRequest>(IReadOnlyList<Field<TRequest>> fields) => fields.SelectMany(field => field.Options);

    private static RequestOptions OptionsOf(CommandContext context) => new() { WebhookEnabled = context.Arguments.GetValue(Webhooks) is { } choice ? choice == "true" : null };

    private static TRequest Filled<TRequest>(IReadOnlyList<Field<TRequest>> fields, CommandContext context)
        where TRequest : new()
    {
        var request = new TRequest();
        foreach (var field in fields)
        {
            field.Apply(context.Arguments, request);
        }

        return request;
    }

    private ResourceCommand<T> Add(string verb, string description, string example, IReadOnlyList<Symbol> symbols, Func<CommandContext, CancellationToken, Task<int>> run) =>
        With(isInConversation ? CommandContext.Verb(verb, description, example, run, symbols) : CommandContext.FreeVerb(verb, description, example, run, symbols));
}
