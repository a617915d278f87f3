using System.Reflection;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;
using SystemTextJson = System.Text.Json.JsonSerializer;

namespace TwilioConversations.Tests;

/// <summary>A response that lacks a field, or has it in another form, loses that field alone, whose property then throws.</summary>
public class TolerantReadingTests
{
    [TestCaseSource(typeof(Models), nameof(Models.Responses))]
    public void A_missing_field_throws_when_it_is_read(string name) => Each(name, (json, field) => json.Remove(field), "nothing");

    [TestCaseSource(typeof(Models), nameof(Models.Responses))]
    public void Null_for_a_required_value_throws_when_it_is_read(string name) => Each(name, (json, field) => json[field] = JValue.CreateNull(), "null");

    [TestCaseSource(typeof(Models), nameof(Models.Responses))]
    public void A_value_of_another_type_throws_when_it_is_read(string name) => Each(
        name,
        (json, field) => json[field] = json[field] switch
        {
            JArray or JObject => new JValue(1.5),
            { Type: JTokenType.Integer } => new JValue("1"),
            { Type: JTokenType.String } => new JArray("private"),
            _ => new JObject(new JProperty("private", 1)),
        },
        null);

    [TestCaseSource(typeof(Models), nameof(Models.Responses))]
    public void An_unknown_value_of_an_enum_is_kept(string name)
    {
        var json = Models.Sample(name);
        json["brand_new"] = new JObject(new JProperty("x", new JArray(1.10, "y")));
        foreach (var field in json.Properties().Where(field => PropertyTypeOf(name, field.Name) is { } type && typeof(ITextValue).IsAssignableFrom(type)))
        {
            field.Value = "brand-new";
        }

        AssertTravels(Models.Read(name, json), json);
    }

    [Test]
    public void A_list_or_a_map_of_other_values_throws_when_it_is_read_and_is_kept_whole()
    {
        var role = (Role)Models.Read("Role", Changed("Role", json => (json["permissions"], json["links"]) = (new JArray("sendMessage", new JArray(1, new JObject())), new JObject())));
        var service = (ChatService)Models.Read("ChatService", Changed("ChatService", json => json["links"] = JObject.Parse("""{"a":"b","c":{"d":[1]},"e":"f"}""")));
        Assert.Multiple(() =>
        {
            Assert.That(() => role.Permissions, Throws.TypeOf<FieldUnavailableException>().With.Message.EqualTo("Role.permissions cannot be read: the JSON has an array there."));
            Assert.That(role.AdditionalFields["permissions"], Is.EqualTo("""["sendMessage",[1,{}]]"""));
            Assert.That(() => service.Links, Throws.TypeOf<FieldUnavailableException>());
            Assert.That(service.AdditionalFields["links"], Is.EqualTo("""{"a":"b","c":{"d":[1]},"e":"f"}"""));
        });
    }

    [Test]
    public void A_page_with_a_malformed_item_is_read_unless_the_item_is_not_an_object()
    {
        var page = PageOf(Models.Sample("Conversation"), Models.Sample("Conversation"));
        ((JObject)page["conversations"]![0]!).Remove("sid");
        page["conversations"]![0]!["timers"]!["date_closed"] = "tomorrow";
        var items = ReadPage(page).Items;
        Assert.Multiple(() =>
        {
            Assert.That(() => items[0].Sid, Throws.TypeOf<FieldUnavailableException>());
            Assert.That(() => items[0].Timers.DateClosed, Throws.TypeOf<FieldUnavailableException>().With.Message.Contains("a string of another form"));
            Assert.That(items[1].Sid, Does.StartWith("CH"));
            AssertTravels(items[0], (JObject)page["conversations"]![0]!);
            page["conversations"]![0] = JValue.CreateNull();
            Assert.That(() => ReadPage(page), Throws.TypeOf<UnexpectedJsonException>());
        });
    }

    [TestCase("conversations", "Page has no field conversations")]
    [TestCase("meta", "Page has no field meta")]
    [TestCase("meta.next_page_url", "Page.meta has no field next_page_url")]
    public void A_page_without_items_or_without_the_field_of_the_next_page_is_rejected(string path, string problem)
    {
        var page = PageOf(Models.Sample("Conversation"));
        page.SelectToken(path)!.Parent!.Remove();
        Assert.That(() => ReadPage(page), Throws.TypeOf<UnexpectedJsonException>().With.Message.Contains(problem));
    }

    [TestCase(null, null)]
    [TestCase("https://conversations.twilio.com/v1/Conversations?PageSize=2&Page=1&PageToken=t%2B1#end", "t+1")]
    public void A_page_gives_the_token_of_the_next_one(string? nextPageUrl, string? token)
    {
        var page = PageOf();
        page["meta"]!["next_page_url"] = nextPageUrl;
        (page["brand_new"], page["meta"]!["total"]) = (new JArray(1, new JObject()), 7);
        Assert.That(ReadPage(page).NextPageToken, Is.EqualTo(token));
    }

    [Test]
    public void The_token_of_a_next_page_that_cannot_be_requested_throws_when_it_is_read()
    {
        var page = PageOf();
        page["meta"]!["next_page_url"] = "https://conversations.twilio.com/v1/Conversations?Page=1";
        Assert.That(
            () => ReadPage(page).NextPageToken,
            Throws.TypeOf<FieldUnavailableException>().With.Message.EqualTo("Page.next_page_url cannot be read: the JSON has a URL without a token there."));
    }

    [Test]
    public void A_field_that_could_not_be_read_can_be_set()
    {
        var odd = (Conversation)Models.Read("Conversation", Changed("Conversation", json =>
        {
            json.Remove("state");
            json["date_created"] = "12:00";
        }));
        var mended = odd with { State = ConversationState.Active, DateCreated = DateTimeOffset.UnixEpoch };
        Assert.Multiple(() =>
        {
            Assert.That((mended.State, mended.DateCreated), Is.EqualTo((ConversationState.Active, DateTimeOffset.UnixEpoch)));
            Assert.That(() => odd.State, Throws.TypeOf<FieldUnavailableException>());
            Assert.That(odd, Is.Not.EqualTo(mended));
            Assert.That(odd with { }, Is.EqualTo(odd));
            Assert.That((object)JObject.Parse(JsonConvert.SerializeObject(mended)).Properties().Count(field => field.Name == "date_created"), Is.EqualTo(1));
        });
    }

    [Test]
    public void A_whole_number_may_have_a_fraction_of_zero()
    {
        var message = (Message)Models.Read("Message", Changed("Message", json => json["index"] = new JRaw("7.0")));
        var large = (Message)Models.Read("Message", Changed("Message", json => json["index"] = new JRaw("1.2e3")));
        var odd = (Message)Models.Read("Message", Changed("Message", json => json["index"] = new JRaw("3e9")));
        Assert.Multiple(() =>
        {
            Assert.That((message.Index, large.Index), Is.EqualTo((7, 1200)));
            Assert.That(() => odd.Index, Throws.TypeOf<FieldUnavailableException>().With.Message.EqualTo("Message.index cannot be read: the JSON has a number of another form there."));
        });
    }

    [Test]
    public void The_last_of_repeated_fields_counts_whether_or_not_it_fits()
    {
        var json = Models.Sample("Participant").ToString(Formatting.None);
        var mended = Read(json.Insert(1, "\"identity\":[\"private\"],"));
        var odd = Read(json.Insert(json.Length - 1, ",\"identity\":[\"private\"]"));
        Assert.Multiple(() =>
        {
            Assert.That((mended.Identity, mended.AdditionalFields.Count), Is.EqualTo((Sample.Text, 0)));
            Assert.That(() => odd.Identity, Throws.TypeOf<FieldUnavailableException>());
        });

        static Participant Read(string json) => JsonFields.Read(Encoding.UTF8.GetBytes(json), Participant.ReadFrom);
    }

    [Test]
    public async Task Dropping_any_one_field_of_an_example_rejects_the_response_only_if_it_is_its_key()
    {
        var (drops, rejected, others) = (0, 0, new List<string>());
        foreach (var data in Examples.Responses)
        {
            var (operation, example) = ((string)data.Arguments[0]!, (string)data.Arguments[1]!);
            var result = Operations.Named(operation).ResultType!;
            var isPage = result.IsGenericType;
            var read = isPage ? Models.PageReaderOf(Operations.Named(operation)) : Models.ReaderOf(result.Name);
            var whole = Examples.Response(operation, example);
            foreach (var path in whole.Descendants().OfType<JProperty>().Select(field => field.Path).ToList())
            {
                var json = (JObject)whole.DeepClone();
                var field = (JProperty)json.SelectToken(path)!.Parent!;
                var isKey = isPage ? path is "meta" or "meta.next_page_url" || json[path] is JArray : field.Parent == json && Models.IsKey(result.Name, field.Name);
                field.Remove();
                drops++;
                try
                {
                    Models.Read(read, json);
                }
                catch (UnexpectedJsonException e)
                {
                    rejected++;
                    if (!isKey)
                    {
                        others.Add($"{operation} {path}: {e.Message}");
                    }
                }
            }
        }

        await TestContext.Out.WriteLineAsync($"{rejected} of {drops} rejected");
        Assert.That(others, Is.Empty);
    }

    private static void Each(string name, Action<JObject, string> change, string? found)
    {
        var fields = Models.Sample(name).Properties().Select(field => field.Name).ToList();
        var whole = Models.Read(name, Models.Sample(name));
        Assert.Multiple(() =>
        {
            foreach (var field in fields)
            {
                var json = Changed(name, one => change(one, field));
                var property = Models.PropertyOf(whole, field);
                var isNullable = Nullable.GetUnderlyingType(property.PropertyType) is not null || new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
                if (Models.IsKey(name, field) && !(isNullable && found == "null"))
                {
                    Assert.That(() => Models.Read(name, json), Throws.TypeOf<UnexpectedJsonException>().With.Message.Contains($"{name}").And.Message.Contains(field).And.Message.Not.Contains("private"), field);
                    continue;
                }

                var model = Models.Read(name, json);
                if (isNullable && found is not null)
                {
                    Assert.That(property.GetValue(model), Is.Null, field);
                }
                else if (found is null && (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(RawJson))
                {
                    Assert.That(((RawJson)property.GetValue(model)!).Value, Is.EqualTo(json[field]!.ToString(Formatting.None)), "any JSON is a value");
                    continue;
                }
                else
                {
                    var error = Assert.Catch<TargetInvocationException>(() => property.GetValue(model))?.InnerException as FieldUnavailableException;
                    Assert.That((error?.Resource, error?.Field), Is.EqualTo((name, field)));
                    Assert.That(error!.Message, Is.EqualTo($"{name}.{field} cannot be read: the JSON has {found ?? error.Found} there."));
                    Assert.That(error.Message, Does.Not.Contain("private"));
                    Assert.That(AdditionalOf(model).GetValueOrDefault(field), Is.EqualTo(json[field]?.ToString(Formatting.None)), field);
                }

                foreach (var other in fields.Where(other => other != field))
                {
                    Assert.That(Models.PropertyOf(model, other).GetValue(model), Is.EqualTo(Models.PropertyOf(whole, other).GetValue(whole)), $"{other} without {field}");
                }

                AssertTravels(model, json);
            }
        });
    }

    /// <summary>It can be printed, compared and copied, and goes to JSON and back in both serializers, also inside other types.</summary>
    private static void AssertTravels(object model, JObject json)
    {
        var type = model.GetType();
        var copy = type.GetMethod("<Clone>$")!.Invoke(model, [])!;
        Assert.That((copy.Equals(model), copy.GetHashCode() == model.GetHashCode(), model.ToString()!.StartsWith(type.Name, StringComparison.Ordinal)), Is.EqualTo((true, true, true)));
        var texts = new[] { JsonConvert.SerializeObject(model), SystemTextJson.Serialize(model, type) };
        foreach (var text in texts)
        {
            Assert.That(JToken.DeepEquals(WithoutNull(Sample.Parse(text)), WithoutNull(json)), $"{text}\ninstead of\n{json}");
            Assert.That(JsonConvert.DeserializeObject(text, type), Is.EqualTo(model));
            Assert.That(SystemTextJson.Deserialize(text, type), Is.EqualTo(model));
        }

        var list = typeof(Dictionary<,>).MakeGenericType(typeof(string), type.MakeArrayType());
        var nested = $$"""{"a":[{{texts[0]}},null]}""";
        Assert.That(SystemTextJson.Serialize(SystemTextJson.Deserialize(nested, list), list), Is.EqualTo($$"""{"a":[{{texts[1]}},null]}"""));
        Assert.That(JsonConvert.SerializeObject(JsonConvert.DeserializeObject(nested, list)), Is.EqualTo(nested));
    }

    // Null in a field that may be missing is as good as none.
    private static JToken WithoutNull(JToken json) => json switch
    {
        JObject fields => new JObject(fields.Properties().Where(field => field.Value.Type != JTokenType.Null).Select(field => new JProperty(field.Name, WithoutNull(field.Value)))),
        JArray items => new JArray(items.Select(WithoutNull)),
        _ => json,
    };

    private static JObject PageOf(params JObject[] conversations) => new(
        new JProperty("conversations", new JArray(conversations.AsEnumerable())), new JProperty("meta", new JObject(new JProperty("next_page_url", JValue.CreateNull()))));

    private static ListPage<Conversation> ReadPage(JObject page) => (ListPage<Conversation>)Models.Read(ConversationsApi.ReadPage, page);

    private static JObject Changed(string name, Action<JObject> change)
    {
        var json = Models.Sample(name);
        change(json);
        return json;
    }

    private static IReadOnlyDictionary<string, string> AdditionalOf(object model) => (AdditionalFields)model.GetType().GetProperty(nameof(AdditionalFields))!.GetValue(model)!;

    private static Type? PropertyTypeOf(string name, string field) => field == "brand_new" ? null
        : Models.PropertyOf(Activator.CreateInstance(Models.TypeOf(name)!)!, field).PropertyType is var type ? Nullable.GetUnderlyingType(type) ?? type : null;
}
