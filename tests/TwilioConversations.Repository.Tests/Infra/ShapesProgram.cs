namespace TwilioConversations.Tests.Infra;

/// <summary>The program that uses <see cref="ShapesResource"/>: it prints each sentence that does not hold.</summary>
internal static class ShapesProgram
{
    public const string Code = """
        using Newtonsoft.Json;
        using Newtonsoft.Json.Linq;
        using TwilioConversations;

        internal static class ShapesProgram
        {
            private static readonly DateTimeOffset Date = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
            private static bool _isRight = true;

            public static async Task<bool> RunAsync(ConversationsClient twilio, string answer)
            {
                var shapes = twilio.Operations;
                var shape = await shapes.ListShapeAsync(new() { Kind = [ShapeKind.Round, ShapeKind.Square], Identity = ["a&b", "c"], IsOpen = true, After = Date, Weight = 9000000000 });
                var again = await shapes.ListShapeAsync(new() { Kind = [], Identity = [] });
                Models(shape, again, answer);
                Check("A query's list has a limit", Refuses(() => shapes.ListShapeAsync(new() { Identity = ["a", "b", "c"] }), "Identity must have at most 2 values", "options"));
                Check("A query's items have a limit", Refuses(() => shapes.ListShapeAsync(new() { Identity = ["abcd"] }), "Identity must have at most 3 characters", "options"));
                Check("A 64-bit query number has limits", Refuses(() => shapes.ListShapeAsync(new() { Weight = 9000000001 }), "Weight must be from 1 to 9000000000", "options"));
                await Requests(shapes);
                var many = await shapes.FetchManyShapeAsync();
                Check("A model has more fields than a number has bits", many is { Field1: 1, Field64: 64, Field65: 65, Field129: 129, Field130: 130 });
                var missing = await Fails<InvalidResponseException>(() => shapes.FetchManyShapeAsync());
                Check("A required field after the 128th is missed", missing.Message.Contains("ManyFields has no field field_130"));
                return _isRight;
            }

            private static void Models(Shape shape, Shape again, string answer)
            {
                Check("Names that C# or the generated code has", shape is
                {
                    ShapeValue: "own", Read: "r", NamesValue: "n", ConverterValue: "c", AdditionalFieldsValue: "a", ToStringValue: "t", EqualsValue: "e",
                    GetHashCodeValue: "h", GetTypeValue: "g", Class: "k", CloneValue: "l", _1stNameX: "f", IsItSo: true,
                });
                Check("Enums", shape.Kind == ShapeKind.ToStringValue && shape.Kinds is [var round, var other] && round == ShapeKind.Round && other.ToString() == "brand-new");
                Check("Lists", shape is { Tags: ["a", "b"], Numbers: [1, -2], Weights: [9000000000], Shares: [0.5, 0.00125, 7], Flags: [true, false], Dates: [{ Year: 2026 }], NoTags: null });
                Check("Objects", shape is { Parts: [{ Name: "x", Size: 3, Kinds: [_] }, { Name: "y", Size: null }], Part: { Name: "z", Size: null }, Inner.Depth: 2 });
                Check("Maps", shape.Links["next"] == "https://example.com/2" && shape.Labels!["k"] == "v" && shape.Uris!.Count == 0 && shape.NoLinks is null);
                Check("Free JSON", shape is { Free.Value: "{\"x\": [1.10, {\"y\": null}]}", Open: null, Object.Value: "{\"any\": 1}", Anything: [{ Value: "{\"b\": [1.10]}" }, { Value: "null" }, { Value: "\"s\"" }, { Value: "2" }] });
                Check("Free JSON shows nothing", !$"{shape.Free}{shape}".Contains('x'));
                Check("Numbers", shape is { Share: 0.25, Whole: 5, Weight: 9000000000, NoShare: null });
                Check("Equal by value", shape == again && shape.GetHashCode() == again.GetHashCode());
                Check("Unequal by an item", shape != again with { Tags = ["a", "c"] } && shape != again with { Links = new Dictionary<string, string>() } && shape != again with { Parts = [] });
                Check("Equal to one made by hand", shape == again with { Tags = new List<string> { "a", "b" }, Labels = new Dictionary<string, string> { ["k"] = "v" } } && new Shape() == new Shape { Tags = [], Links = new Dictionary<string, string>() });
                var tags = new List<string> { "a" };
                var made = new Shape { Tags = tags };
                tags.Add("b");
                Check("A list of a model does not change", made.Tags.Count == 1);
                var json = JsonConvert.SerializeObject(shape);
                Check("Written as it was sent", JToken.DeepEquals(JToken.Parse(json), JToken.Parse(answer)));
                var read = JsonConvert.DeserializeObject<Shape>(json)!;
                Check("Comes back from JSON", read == JsonConvert.DeserializeObject<Shape>(JsonConvert.SerializeObject(read)) && JToken.DeepEquals(JToken.Parse(JsonConvert.SerializeObject(read)), JToken.Parse(json)));
                // Newtonsoft's reader does not keep how JSON was spaced.
                Check("Comes back as it was", read with { Free = shape.Free, Object = shape.Object, Anything = shape.Anything } == shape);
                var empty = new Shape();
                Check("One made by hand comes back", Queued(empty) == empty && empty.Free == new RawJson("null"));
                Check("A list of another type is refused", Throws<JsonException>(() => JsonConvert.DeserializeObject<Shape>("{\"numbers\": [\"x\"]}"), "Shape.numbers is not a 64-bit integer"));
                Check("A map of another type is refused", Throws<JsonException>(() => JsonConvert.DeserializeObject<Shape>("{\"links\": {\"x\": 1}}"), "Shape.links is not a string"));
                Check("A number that is none is refused", Throws<JsonException>(() => JsonConvert.DeserializeObject<Shape>("{\"share\": NaN}"), "Shape.share is not a number"));
            }

            private static async Task Requests(ConversationsOperations shapes)
            {
                CreateShapeRequest Valid() => new() { FriendlyName = "x", Tag = ["a"] };
                async Task<bool> Is(Action<CreateShapeRequest> change, string message)
                {
                    var request = Valid();
                    change(request);
                    return await Refuses(() => shapes.CreateShapeAsync(request), message, "request");
                }

                Check("A request without a required field", Is(request => request.FriendlyName = null, "FriendlyName of CreateShapeRequest must be set"));
                Check("A request without a required list", Is(request => request.Tag = null, "Tag of CreateShapeRequest must be set"));
                Check("An empty list where one value is required", Is(request => request.Tag = [], "Tag of CreateShapeRequest must be set"));
                Check("Too many items", Is(request => request.Tag = ["a", "b", "c"], "Tag must have at most 2 values; this has 3"));
                Check("Too few items", Is(request => request.Number = [1], "Number must have at least 2 values; this has 1"));
                Check("An item that is too long", Is(request => request.Tag = ["abcd"], "Tag must have at most 3 characters"));
                Check("An item that is null", Is(request => request.Tag = [null!], "Tag must not have a value that is null"));
                Check("An item that is no SID", Is(request => request.RoleSid = ["RL1"], "RoleSid must be a SID of RL"));
                Check("An item that is no JSON", Is(request => request.Json = ["{"], "Json must be valid JSON"));
                Check("Free JSON that is none", Is(request => request.Free = new RawJson("{"), "Free must be valid JSON"));
                Check("A number that is none", Is(request => request.Share = double.NaN, "Share must be a finite number"));
                var create = new CreateShapeRequest
                {
                    FriendlyName = "x y", Tag = ["a&b", "c"], Kind = [ShapeKind.Round, ShapeKind.Square], Number = [1, -2], Weights = [9000000000],
                    RoleSid = ["RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], Participant = [new() { Name = "x", Size = 3, Kinds = [ShapeKind.Square] }, new() { Name = "y" }], Json = ["{}"], IsOpen = false,
                    Share = 0.1, Weight = 9000000000, Begins = Date, Day = "2026-11-23", Free = new RawJson("{\"a\":1}"), Part = new() { Name = "z" },
                    Labels = new Dictionary<string, string> { ["k"] = "v" }, _1stNameX = "f", Read = "r",
                };
                var set = new UpdateShapeRequest { Text = "x", Count = 0, Weight = 9000000000, IsOpen = true, Begins = Date, Share = 1e300, Kind = ShapeKind.Round };
                var remove = new UpdateShapeRequest
                {
                    Text = FieldUpdate<string>.Remove, Count = FieldUpdate<int>.Remove, Weight = FieldUpdate<long>.Remove, IsOpen = FieldUpdate<bool>.Remove,
                    Begins = FieldUpdate<DateTimeOffset>.Remove, Share = FieldUpdate<double>.Remove, Kind = FieldUpdate<ShapeKind>.Remove,
                };
                var created = await shapes.CreateShapeAsync(Queued(create));
                Check("Which of two statuses of success it was", created is { StatusCode: System.Net.HttpStatusCode.Accepted, Value.ShapeValue: "own" });
                await shapes.UpdateShapeAsync("1", Queued(set));
                await shapes.UpdateShapeAsync("1", Queued(remove));
                Check("A request with nothing set is empty JSON", JsonConvert.SerializeObject(new UpdateShapeRequest()) == "{}");
            }

            // By way of JSON, as a queue would hold it.
            private static T Queued<T>(T request) => JsonConvert.DeserializeObject<T>(JsonConvert.SerializeObject(request))!;

            private static void Check(string sentence, Task<bool> holds) => Check(sentence, holds.GetAwaiter().GetResult());

            private static void Check(string sentence, bool holds)
            {
                if (!holds)
                {
                    Console.WriteLine($"does not hold: {sentence}");
                    _isRight = false;
                }
            }

            private static async Task<bool> Refuses(Func<Task> call, string message, string argument)
            {
                var error = await Fails<ArgumentException>(call);
                return error.Message.Contains(message) && error.ParamName == argument;
            }

            private static async Task<T> Fails<T>(Func<Task> call)
                where T : Exception
            {
                try
                {
                    await call();
                }
                catch (T error)
                {
                    return error;
                }

                throw new InvalidOperationException($"{typeof(T).Name} was expected.");
            }

            private static bool Throws<T>(Action call, string message)
                where T : Exception
            {
                try
                {
                    call();
                }
                catch (T error)
                {
                    return error.Message.Contains(message);
                }

                return false;
            }
        }
        """;
}
