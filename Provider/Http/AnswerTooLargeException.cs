namespace Provider.Http;

/// <summary>An answer was larger than any that the provider can use. Another try would not make it smaller.</summary>
/// <param name="limit">The most bytes that are read.</param>
internal sealed class AnswerTooLargeException(long limit) : Exception($"the answer is larger than {limit} bytes");
