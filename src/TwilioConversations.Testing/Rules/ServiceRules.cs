namespace TwilioConversations.Testing;

/// <summary>The rules of a service: it begins empty, and all that belongs to it is deleted with it.</summary>
internal sealed class ServiceRules : ResourceRules
{
    public override void Created(Resource resource, ResourceChange change) => change.Store.AddService(resource.Sid);

    public override void Delete(ResourceStore store, Resource resource, ResourceOwner owner)
    {
        ResourceChange.RejectIf(
            resource.Sid == store.DefaultServiceSid, ApiFault.InvalidCode, "The account's configuration names this service as the default one");
        store.RemoveService(resource.Sid);
        base.Delete(store, resource, owner);
    }

    public override IEnumerable<(string Name, string Path)> Links(Resource resource) =>
        OpenApiDocument.Instance.InService.Select(collection => (FieldNames.ToSnakeCase(collection), $"{resource.Path}/{collection}"));
}
