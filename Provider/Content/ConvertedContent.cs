using Provider.Model;

namespace Provider.Content;

/// <summary>The result of a conversion: the content, or the error.</summary>
// Cost: rounds of key derivation that it took.
internal sealed record ConvertedContent(ObjectContent? Content, ConversionFailure? Failure, long Cost)
{
    /// <exception cref="MountException">The conversion failed.</exception>
    public ObjectContent For(ObjectEntry entry) => Content ?? throw Failure!.For(entry);
}

/// <summary>Why a value cannot be converted.</summary>
// Reason: a clause that follows the name of the content. Never quotes it.
// Remedy: what to do; null for the code's own remedy.
internal sealed record ConversionFailure(ErrorCode Code, string Reason, string? Remedy)
{
    public MountException For(ObjectEntry entry) =>
        new(Code, $"the {(Code == ErrorCodes.ContentUndecodable ? "value" : "certificate")} of {entry} {Reason}",
            remedy: Remedy);
}
