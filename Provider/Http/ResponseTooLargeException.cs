namespace Provider.Http;

/// <summary>A response larger than any that can be used. A retry would not make it smaller.</summary>
internal sealed class ResponseTooLargeException(long? size, long limit) : Exception("The response is too large.")
{
    /// <summary>The size and the limit in bytes, as the end of a sentence.</summary>
    public string Sizes { get; } = size is { } known
        ? $"a response of {known} bytes; at most {limit} are read"
        : $"a response of more than {limit} bytes, the most that are read";
}
