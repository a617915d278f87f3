using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A creation or an update before it is stored: the rules may reject it, or complete its fields.</summary>
internal sealed class ResourceChange
{
    private static readonly IReadOnlyList<string> None = [];

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _form;

    /// <exception cref="ApiFault">The form breaks a rule of the OpenAPI document.</exception>
    public ResourceChange(
        ResourceStore store, ResourceType type, ResourceOwner owner, ResourceList list, Resource? before,
        IReadOnlyDictionary<string, IReadOnlyList<string>> form)
    {
        _form = form;
        (Store, Parent, List, Before) = (store, owner as Resource, list, before);
        Service = owner.Service;
        Fields = (JObject?)before?.Fields.DeepClone() ?? [];
        Details = before?.Details;
        Now = store.Now;
        ReadForm(type);
        Fields["date_created"] ??= FieldRule.ToText(Now);
        if (!Has("DateUpdated"))
        {
            Fields["date_updated"] = FieldRule.ToText(Now);
        }
    }

    public ResourceStore Store { get; }

    public Resource? Parent { get; }

    /// <summary>The service that it belongs to.</summary>
    public ResourceOwner Service { get; }

    public ResourceList List { get; }

    /// <summary>The resource to update; null for a creation.</summary>
    public Resource? Before { get; }

    public DateTimeOffset Now { get; }

    /// <summary>The fields after the change.</summary>
    public JObject Fields { get; }

    public object? Details { get; set; }

    public bool IsNew => Before is null;

    public bool Has(string field) => _form.ContainsKey(field);

    /// <summary>The value of a form field, the last one if it is repeated; null if the form does not have it.</summary>
    public string? Form(string field) => _form.TryGetValue(field, out var values) ? values[^1] : null;

    /// <summary>All values of a field of the form.</summary>
    public IReadOnlyList<string> FormValues(string field) => _form.GetValueOrDefault(field, None);

    public static void RejectIf(bool wrong, int code, string message)
    {
        if (wrong)
        {
            throw new ApiFault(400, code, message);
        }
    }

    private void ReadForm(ResourceType type)
    {
        // A singleton is updated at the path at which others are created.
        var operation = (IsNew || type.IsSingleton ? type.Create : type.Update)!;
        foreach (var name in operation.Required.Where(name => !Has(name)))
        {
            throw new ApiFault(400, type.Rules.CodeOf(name, isMissing: true), $"{name} is required");
        }

        foreach (var (name, rule) in operation.Form.Where(field => Has(field.Key)))
        {
            var code = type.Rules.CodeOf(name, isMissing: Form(name) is "");
            RejectIf(FormValues(name).Count > rule.MaxItems && rule.IsArray, code, $"{name} must have at most {rule.MaxItems} values");
            Keep(type, name, rule.IsArray ? new JArray(FormValues(name).Select(text => rule.Read(name, text, code))) : rule.Read(name, Form(name)!, code));
        }
    }

    /// <summary>Stores a value if the response has a field for it.</summary>
    private void Keep(ResourceType type, string name, JToken? value)
    {
        string[] path = [.. name.Split('.').Select(FieldNames.ToSnakeCase)];
        if (type.Properties.FirstOrDefault(property => property.Name == path[0])?.Has(path.AsSpan(1)) != true)
        {
            return;
        }

        var place = Fields;
        foreach (var part in path[..^1])
        {
            if (place[part] is not JObject inner)
            {
                place[part] = inner = [];
            }

            place = inner;
        }

        if (value is null)
        {
            place.Remove(path[^1]);
        }
        else
        {
            place[path[^1]] = value;
        }
    }
}
