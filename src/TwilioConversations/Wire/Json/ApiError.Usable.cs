namespace TwilioConversations;

public sealed partial record ApiError
{
    /// <summary>The code, if it is one: a fault in it must hide nothing else.</summary>
    internal int? UsableCode => _code;

    internal string? UsableMoreInfo => _moreInfo;

    /// <summary>The first text that the body provides.</summary>
    internal string? Words => _message ?? _detail ?? _title;
}
