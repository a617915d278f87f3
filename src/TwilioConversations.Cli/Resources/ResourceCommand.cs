using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary>
/// The command of a resource. Each verb is one statement: the call and an example. Its options are the fields of the OpenAPI document.
/// </summary>
/// <param name="name">The command's name.</param>
/// <param name="shape">The columns of its items.</param>
/// <param name="owners">The arguments that identify the owner of the items, such as a conversation.</param>
internal sealed class ResourceCommand<T>(string name, ItemShape<T> shape, params Argument<string>[] owners)
    where T : class
{
    private const int DefaultLimit = 50;

    private readonly List<Command> _verbs = [];

    /// <summary>True if Twilio calls webhooks for changes, so that the verbs accept <c>--webhooks</c>.</summary>
    public bool CallsWebhooks { get; init; }

    /// <summary>True if the resource belongs to the account, so that the verbs accept no <c>--service</c>.</summary>
    public bool IsOfAccount { get; init; }

    /// <summary>The IDs that name an item, for the description of its argument.</summary>
    public string Key { get; init; } = "SID";

    public ResourceCommand<T> List<TOptions>(
        IReadOnlyList<Field<TOptions>> filters, string example, Func<CommandContext, TOptions, CancellationToken, PagedAsyncEnumerable<T>> list)
        where TOptions : ListOptions, new()
    {
        var limit = new Option<int?>("--limit")
        {
            Description = $"The maximum number to list. Default: {DefaultLimit} in a table, and all in json, jsonl and csv.",
            HelpName = "N",
        }.Within(0, int.MaxValue);
        var all = new Option<bool>("--all") { Description = $"Lists all {shape.Plural} in a table too." };
        Option[] options = [.. OptionsOf(filters), limit, all, .. CommandContext.Printing];
        Add("list", $"Lists the {shape.Plural}.", example, options, async (context, cancellationToken) =>
        {
            using var writer = context.Writer(shape);
            var asked = Filled(filters, context);
            asked.Limit = context.Arguments.GetValue(limit);
            var pages = list(context, asked, cancellationToken).AsPages();
            if (asked.Limit is not null || context.Arguments.GetValue(all) || context.OutputFormat is not (null or OutputFormat.Table))
            {
                // A program must not lose items that it did not ask to be left out.
                await writer.WriteAsync(pages);
            }
            else if (await writer.WriteFirstAsync(pages, DefaultLimit))
            {
                context.Note($"These are the first {DefaultLimit}. Use --limit N or --all to list more.");
            }

            return ExitCode.Done;
        });
        _verbs[^1].Validators.Add(result =>
        {
            if (result.GetValue(all) && result.GetValue(limit) is not null)
            {
                result.AddError("Pass either --limit or --all.");
            }
        });
        return this;
    }

    public ResourceCommand<T> Fetch(string example, Func<CommandContext, string, CancellationToken, Task<T>> fetch)
    {
        var id = Id();
        return Add("fetch", $"Shows one {shape.Singular}.", example, [id, .. CommandContext.Printing], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await fetch(context, context.Arguments.GetValue(id)!, cancellationToken)));
    }

    /// <summary>Adds <c>fetch</c> for a resource that exists once.</summary>
    public ResourceCommand<T> Fetch(string example, Func<CommandContext, CancellationToken, Task<T>> fetch) =>
        Add("fetch", $"Shows the {shape.Singular}.", example, CommandContext.Printing, async (context, cancellationToken) =>
            await context.PrintAsync(shape, await fetch(context, cancellationToken)));

    public ResourceCommand<T> Create<TRequest>(
        string verb,
        string description,
        IReadOnlyList<Field<TRequest>> fields,
        string example,
        Func<CommandContext, TRequest, CancellationToken, Task<T>> create)
        where TRequest : new() =>
        Add(verb, description, example, [.. OptionsOf(fields), .. WebhookOption, .. CommandContext.Printing], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await create(context, Filled(fields, context), cancellationToken)));

    public ResourceCommand<T> Update<TRequest>(
        IReadOnlyList<Field<TRequest>> fields, string example, Func<CommandContext, string, TRequest, CancellationToken, Task<T>> update)
        where TRequest : new()
    {
        var id = Id();
        return Update(fields, example, [id], (context, request, cancellationToken) =>
            update(context, context.Arguments.GetValue(id)!, request, cancellationToken));
    }

    /// <summary>Adds <c>update</c> for a resource that exists once.</summary>
    public ResourceCommand<T> Update<TRequest>(
        IReadOnlyList<Field<TRequest>> fields, string example, Func<CommandContext, TRequest, CancellationToken, Task<T>> update)
        where TRequest : new() => Update(fields, example, [], update);

    /// <summary>Adds a verb that changes one item in one way.</summary>
    public ResourceCommand<T> Act(string verb, string description, string example, Func<CommandContext, string, CancellationToken, Task<T>> act)
    {
        var id = Id();
        return Add(verb, description, example, [id, .. WebhookOption, .. CommandContext.Printing], async (context, cancellationToken) =>
            await context.PrintAsync(shape, await act(context, context.Arguments.GetValue(id)!, cancellationToken)));
    }

    public ResourceCommand<T> Delete(string example, Func<CommandContext, string, CancellationToken, Task> delete)
    {
        var ids = new Argument<string[]>("ids") { Description = $"The {Key} of each {shape.Singular}.", Arity = ArgumentArity.OneOrMore };
        return Add("delete", $"Deletes {shape.Plural}.", example, [ids, CommandContext.Yes, .. WebhookOption], async (context, cancellationToken) =>
        {
            var names = context.Arguments.GetValue(ids)!;
            var from = string.Concat(owners.Select(owner => $" from {context.Arguments.GetValue(owner)}"));
            var what = names.Length == 1 ? $"{shape.Singular} {names[0]}" : $"{names.Length} {shape.Plural}";
            if (!await context.IsConfirmedAsync($"Delete {what}{from}?", cancellationToken))
            {
                return ExitCode.Failed;
            }

            return await new BulkRun(context, shape.Singular.Replace(' ', '_'), "deleted", cancellationToken) { MustExist = true }.RunAsync(
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

    private Argument<string> Id() => new("id") { Description = $"The {shape.Singular}'s {Key}." };

    private ResourceCommand<T> Update<TRequest>(
        IReadOnlyList<Field<TRequest>> fields, string example, IEnumerable<Symbol> ids, Func<CommandContext, TRequest, CancellationToken, Task<T>> update)
        where TRequest : new()
    {
        Option[] changes = [.. OptionsOf(fields)];
        Symbol[] symbols = [.. ids, .. changes, .. WebhookOption, .. CommandContext.Printing];
        Add("update", "Updates only the fields you specify.", example, symbols, async (context, cancellationToken) =>
            await context.PrintAsync(shape, await update(context, Filled(fields, context), cancellationToken)));
        _verbs[^1].Validators.Add(result =>
        {
            if (changes.All(change => result.GetResult(change) is null or { Implicit: true }))
            {
                result.AddError($"update needs at least one field: {string.Join(", ", changes.Select(change => change.Name))}");
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

    private ResourceCommand<T> Add(
        string verb, string description, string example, IEnumerable<Symbol> symbols, Func<CommandContext, CancellationToken, Task<int>> run) =>
        With(CommandContext.Verb(verb, description, example, run, [.. owners, .. symbols]));
}
