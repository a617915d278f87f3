using System.CommandLine;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Resources;

/// <summary>
/// The command of a resource. Each verb is one line: what it calls and an example; its options are the fields that the OpenAPI document has
/// for it.
/// </summary>
/// <param name="name">The command's name.</param>
/// <param name="shape">How its items are printed.</param>
/// <param name="owners">The arguments that say whose items they are, such as a conversation.</param>
internal sealed class ResourceCommand<T>(string name, ItemShape<T> shape, params Argument<string>[] owners)
    where T : class
{
    private readonly List<Command> _verbs = [];

    /// <summary>Whether the service calls webhooks for changes, so that the verbs take <c>--webhooks</c>.</summary>
    public bool CallsWebhooks { get; init; }

    /// <summary>Whether there is one for the account alone, so that the verbs take no <c>--service</c>.</summary>
    public bool IsOfAccount { get; init; }

    /// <summary>What the description of an item's argument says after "By".</summary>
    public string Key { get; init; } = "SID";

    public ResourceCommand<T> List<TOptions>(
        IReadOnlyList<Field<TOptions>> filters, string example, Func<CommandContext, TOptions, CancellationToken, PagedAsyncEnumerable<T>> list)
        where TOptions : ListOptions, new()
    {
        var limit = new Option<int?>("--limit") { Description = "How many to print at most, from 0.", HelpName = "N" }.Within(0, int.MaxValue);
        return Add("list", $"Lists the {shape.Plural}.", example, [.. OptionsOf(filters), limit], async (context, cancellationToken) =>
        {
            using var writer = context.Writer(shape);
            var options = Filled(filters, context);
            options.Limit = context.Arguments.GetValue(limit);
            await writer.WriteAsync(list(context, options, cancellationToken).AsPages());
            return ExitCode.Done;
        });
    }

    public ResourceCommand<T> Fetch(string example, Func<CommandContext, string, CancellationToken, Task<T>> fetch)
    {
        var id = Id();
        return Add("fetch", $"Shows one {shape.Singular}.", example, [id], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await fetch(context, context.Arguments.GetValue(id)!, cancellationToken)));
    }

    /// <summary>Of a resource that there is once.</summary>
    public ResourceCommand<T> Fetch(string example, Func<CommandContext, CancellationToken, Task<T>> fetch) =>
        Add("fetch", $"Shows the {shape.Singular}.", example, [], async (context, cancellationToken) => await context.PrintAsync(shape, await fetch(context, cancellationToken)));

    public ResourceCommand<T> Create<TRequest>(
        string verb, string description, IReadOnlyList<Field<TRequest>> fields, string example, Func<CommandContext, TRequest, CancellationToken, Task<T>> create)
        where TRequest : new() =>
        Add(verb, description, example, [.. OptionsOf(fields), .. WebhookOption], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await create(context, Filled(fields, context), cancellationToken)));

    public ResourceCommand<T> Update<TRequest>(
        IReadOnlyList<Field<TRequest>> fields, string example, Func<CommandContext, string, TRequest, CancellationToken, Task<T>> update)
        where TRequest : new()
    {
        var id = Id();
        return Update(fields, example, [id], (context, request, cancellationToken) => update(context, context.Arguments.GetValue(id)!, request, cancellationToken));
    }

    /// <summary>Of a resource that there is once.</summary>
    public ResourceCommand<T> Update<TRequest>(IReadOnlyList<Field<TRequest>> fields, string example, Func<CommandContext, TRequest, CancellationToken, Task<T>> update)
        where TRequest : new() => Update(fields, example, [], update);

    /// <summary>A verb that changes one item in one way.</summary>
    public ResourceCommand<T> Act(string verb, string description, string example, Func<CommandContext, string, CancellationToken, Task<T>> act)
    {
        var id = Id();
        return Add(verb, description, example, [id, .. WebhookOption], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await act(context, context.Arguments.GetValue(id)!, cancellationToken)));
    }

    public ResourceCommand<T> Delete(string example, Func<CommandContext, string, CancellationToken, Task> delete)
    {
        var ids = new Argument<string[]>("ids") { Description = $"The {shape.Plural}, each by {Key}.", Arity = ArgumentArity.OneOrMore };
        return Add("delete", $"Deletes {shape.Plural}; one that is gone already counts as done.", example, [ids, CommandContext.Yes, .. WebhookOption], async (context, cancellationToken) =>
        {
            var names = context.Arguments.GetValue(ids)!;
            var from = string.Concat(owners.Select(owner => $" from {context.Arguments.GetValue(owner)}"));
            if (!await context.IsConfirmedAsync($"Delete {(names.Length == 1 ? $"{shape.Singular} {names[0]}" : $"{names.Length} {shape.Plural}")}{from}?", cancellationToken))
            {
                return ExitCode.Failed;
            }

            return await new BulkRun(context, shape.Singular.Replace(' ', '_'), "deleted", cancellationToken).RunAsync(
                names.Length,
                stop => OneByOne.RunAsync(names, name => delete(context, name, stop), stop).Select(result =>
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
        var command = CommandContext.Group(name, description, example, hasService: !IsOfAccount);
        foreach (var verb in _verbs)
        {
            command.Add(verb);
        }

        return command;
    }

    private Option[] WebhookOption => CallsWebhooks ? [CommandContext.Webhooks] : [];

    private Argument<string> Id() => new("id") { Description = $"By {Key}." };

    private ResourceCommand<T> Update<TRequest>(
        IReadOnlyList<Field<TRequest>> fields, string example, IEnumerable<Symbol> ids, Func<CommandContext, TRequest, CancellationToken, Task<T>> update)
        where TRequest : new()
    {
        Option[] changes = [.. OptionsOf(fields)];
        Add("update", "Changes what is given and leaves the rest as it is.", example, [.. ids, .. changes, .. WebhookOption], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await update(context, Filled(fields, context), cancellationToken)));
        _verbs[^1].Validators.Add(result =>
        {
            if (changes.All(change => result.GetResult(change) is null or { Implicit: true }))
            {
                result.AddError($"update takes something to change: {string.Join(", ", changes.Select(change => change.Name))}");
            }
        });
        return this;
    }

    private static IEnumerable<Option> OptionsOf<TRequest>(IReadOnlyList<Field<TRequest>> fields) => fields.SelectMany(field => field.Options);

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

    private ResourceCommand<T> Add(string verb, string description, string example, IEnumerable<Symbol> symbols, Func<CommandContext, CancellationToken, Task<int>> run) =>
        With(CommandContext.Verb(verb, description, example, run, [.. owners, .. symbols]));
}
