using System.Reflection;
using CsCheck;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>No value for a path takes a request of any operation to another resource.</summary>
public class OperationArgumentTests
{
    private readonly StubServer _server = new();

    /// <summary>Any string up to 256 characters, with more of the characters that are special in paths than chance would give.</summary>
    internal static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[0, 256],
        Gen.OneOf("./\\?#%&=+;: @\0\u007f\r\n\té☎\U0001F600".ToCharArray()).Array[0, 12].Select(characters => new string(characters)),
        Gen.OneOf("", ".", "..", "%2e", "%2E%2e", "..%2f", "%00", "a/../..", "//", "~", "a+b c", "null", "\uFEFF", "\uD83D\uDE00", "a\uD800b"));

    internal static readonly string[] Hostile = ["", ".", "..", new string('a', 257), "a\0b", "a\uD800b", "\uDC00"];

    [OneTimeTearDown]
    public void Stop() => _server.Dispose();

    [TestCaseSource(typeof(Operations), nameof(Operations.Names))]
    public async Task A_value_that_would_leave_the_path_is_rejected_by_name_and_nothing_is_sent(string name)
    {
        var operation = Operations.Named(name);
        _server.Reset();
        foreach (var parameter in operation.PathValues.Keys)
        {
            foreach (var value in Hostile)
            {
                var error = await Assert.ThrowsAsync<ArgumentException>(() => CallAsync(operation, parameter, value));
                Assert.That(error!.ParamName, Is.EqualTo(parameter).IgnoreCase);
            }

            var missing = await Assert.ThrowsAsync<ArgumentNullException>(() => CallAsync(operation, parameter, null));
            Assert.That(missing!.ParamName, Is.EqualTo(parameter).IgnoreCase);
        }

        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCaseSource(typeof(Operations), nameof(Operations.Names))]
    public async Task A_SID_of_another_kind_is_rejected_where_only_one_kind_can_stand(string name)
    {
        var operation = Operations.Named(name);
        _server.Reset();
        foreach (var parameter in operation.PathValues.Keys.Except(operation.FreePathParameters))
        {
            foreach (var value in new[] { "alice", "XX" + new string('a', 32), operation.PathValues[parameter] + "/..", operation.PathValues[parameter][..33] })
            {
                var error = await Assert.ThrowsAsync<ArgumentException>(() => CallAsync(operation, parameter, value));
                Assert.That(error!.ParamName, Is.EqualTo(parameter).IgnoreCase);
                Assert.That(error.Message, Does.Not.Contain("alice"));
            }
        }

        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCaseSource(typeof(Operations), nameof(Operations.Names))]
    public async Task A_missing_request_is_rejected_by_name(string name)
    {
        var operation = Operations.Named(name);
        if (operation.FormSchema is null)
        {
            return;
        }

        _server.Reset();
        var method = operation.ClientMethod;
        object?[] arguments = [.. method.GetParameters().Select(object? (parameter) =>
            parameter.ParameterType == typeof(CancellationToken) ? default(CancellationToken)
            : operation.PathValues.FirstOrDefault(value => value.Key.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)).Value)];
        var error = await Assert.ThrowsAsync<ArgumentNullException>(() => (Task)method.Invoke(_server.Client.Operations, BindingFlags.DoNotWrapExceptions, null, arguments, null)!);
        Assert.That((error!.ParamName, _server.Requests.Count), Is.EqualTo(("request", 0)));
    }

    [Test]
    public void Any_text_arrives_as_exactly_one_segment_or_is_rejected()
    {
        var places = Operations.All.SelectMany(operation => operation.FreePathParameters, (operation, parameter) => (Operation: operation, Parameter: parameter)).ToArray();
        Gen.Select(Gen.OneOf(places), AnyText).Sample(
            (place, text) =>
            {
                _server.Reset(place.Operation.Response);
                try
                {
                    CallAsync(place.Operation, place.Parameter, text).GetAwaiter().GetResult();
                }
                catch (ArgumentException)
                {
                    return _server.Requests.Count == 0 && (text is "" or "." or ".." || text.Contains('\0') || !IsWellFormed(text));
                }

                var segments = _server.Request.Target.Split('/');
                var template = place.Operation.Path.Split('/');
                return segments.Length == template.Length && segments.Zip(template).All(pair => Holds(pair.Second, pair.First));

                bool Holds(string part, string segment) => part == $"{{{place.Parameter}}}"
                    ? Uri.UnescapeDataString(segment) == text && segment.All(char.IsAscii) && !segment.Contains('?') && !segment.Contains('#')
                    : segment == (part.StartsWith('{') ? place.Operation.PathValues[part.Trim('{', '}')] : part);
            },
            iter: 1000,
            threads: 1);
    }

    internal static bool IsWellFormed(string text)
    {
        try
        {
            new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
            return true;
        }
        catch (System.Text.EncoderFallbackException)
        {
            return false;
        }
    }

    private Task<object?> CallAsync(ApiOperation operation, string parameter, string? value) =>
        operation.CallAsync(_server.Client.Operations, new() { Path = new Dictionary<string, string?> { [parameter] = value } });
}
