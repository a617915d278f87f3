using System.Text.Json.Nodes;

namespace OpenApi;

/// <summary>Two operations that differ by the chat service alone, and so become one method.</summary>
public static class Twin
{
    /// <summary>A difference between them, in words; null if there is none that C# would show.</summary>
    public static string? DifferenceOf(Operation one, Operation other)
    {
        var parameters = Settings(one).ToDictionary(parameter => (parameter.In, parameter.Name));
        foreach (var parameter in Settings(other))
        {
            if (!parameters.Remove((parameter.In, parameter.Name), out var same))
            {
                return $"only {other.Id} has the parameter {parameter.Name}";
            }

            if (!JsonNode.DeepEquals(same.Schema.ToJson(), parameter.Schema.ToJson()))
            {
                return $"their parameters {parameter.Name} differ";
            }
        }

        return parameters.Count > 0 ? $"only {one.Id} has the parameter {parameters.Values.First().Name}"
            : one.Item?.KeyField != other.Item?.KeyField || one.Item?.Hole != other.Item?.Hole ? "the parameters that name the resource differ"
            : one.Form != other.Form ? "their forms differ"
            : one.Result != other.Result ? "their results differ"
            : one.Verb != other.Verb ? "their methods have different names"
            : !one.OneOf.Select(parameter => parameter.Name).SequenceEqual(other.OneOf.Select(parameter => parameter.Name)) ? "x-one-of differs"
            : null;
    }

    private static IEnumerable<Parameter> Settings(Operation operation) => operation.Parameters.Where(parameter => parameter.In != "path");
}
