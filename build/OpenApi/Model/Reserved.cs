namespace OpenApi;

/// <summary>Names that mean something else where the generated code is.</summary>
public static class Reserved
{
    private static readonly HashSet<string> OfEveryType = Set("Equals GetHashCode GetType MemberwiseClone Finalize ReferenceEquals ToString PrintMembers");

    private static readonly HashSet<string> OfModels = Set(
        "Clone EqualityContract AdditionalFields Names Create ReadFrom Validate JsonFields JsonNames JsonValue ModelFields StringComparer Newtonsoft "
        + "System ValueList ValueMap FormWriter FieldUpdate DateTimeOffset TimeSpan Iso8601Duration IReadOnlyList IReadOnlyDictionary Dictionary Delegate");

    private static readonly HashSet<string> OfOptions = Set("PageSize Limit ReadAhead WebhookEnabled Snapshot");

    // The types that generated code uses under their short names; a type of the document would take their place.
    private static readonly HashSet<string> Types = Set(
        "String Object Boolean Int32 Int64 Double Type Attribute Exception Func Action Nullable Task CancellationToken HttpMethod HttpRequestException "
        + "ArgumentException ArgumentNullException ArgumentOutOfRangeException TimeoutException OperationCanceledException DateTimeOffset TimeSpan Uri "
        + "StringComparer StringComparison Dictionary IDictionary IReadOnlyList IReadOnlyDictionary IEnumerable List JsonConverter JsonException "
        + "JsonSerializerSettings JsonSerializer RequiresUnreferencedCode RequiresDynamicCode CompilerGenerated IFormattable System Newtonsoft Found Pager "
        + "FormWriter JsonNames JsonFields JsonRead JsonValue ModelFields ValueList ValueMap Iso8601Duration WireText RequestPath ResourcePath "
        + "ApiRequest ResponseInfo RequestHeaders JsonText CallSender ConversationsClient ConversationsOperations ConversationsException ChatServiceScope RequestOptions "
        + "ListOptions ListPage PagedAsyncEnumerable AdditionalFields FieldUpdate RawJson Sid IFormBody IJsonModel INamedResource ITextValue TextTypeConverter "
        + "PathSegment TextValue TextJsonConverter ModelJsonConverter NewtonsoftConverter FieldUnavailableException Delegate ISpanParsable ReadOnlySpan IFormatProvider "
        + "InvalidResponseException KeyMismatchException ConversationsResponseException ConversationsConnectionException "
        + "ConversationsTimeoutException ConversationsRateLimiterException BulkOptions BulkResult BulkStatus MediaApi MediaInfo RetryOptions "
        + "TwilioCredentials WebhookSecret WebhookSignature");

    public static bool OfEnum(string name) => OfEveryType.Contains(name) || name is "Parse" or "TryParse";

    public static bool OfModel(string name) => OfEveryType.Contains(name) || OfModels.Contains(name);

    public static bool OfOption(string name) => OfEveryType.Contains(name) || OfOptions.Contains(name);

    public static bool OfTypes(string name) => Types.Contains(name);

    private static HashSet<string> Set(string names) => names.Split(' ').ToHashSet(StringComparer.Ordinal);
}
