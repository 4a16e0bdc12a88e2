using Provider.Model;

namespace Provider.Http;

/// <summary>What an attempt means. Retries, errors, metrics, spans and throttling all go by this one value.</summary>
internal abstract record Outcome
{
    /// <summary>The kind of failure; none for a success.</summary>
    public virtual ErrorCode? Code => null;

    /// <summary>The response is the one that was asked for.</summary>
    public record Success : Outcome;

    /// <summary>A failure that may pass.</summary>
    public sealed record Retry(ErrorCode Kind, string Text, TimeSpan Delay, string? Remedy = null) : Outcome
    {
        public override ErrorCode Code => Kind;
    }

    /// <summary>A failure that a retry would not change.</summary>
    public sealed record Fail(ErrorCode Kind, string Text, string? Remedy = null) : Outcome
    {
        public override ErrorCode Code => Kind;
    }

    public MountException ToException(Exception? inner) => this switch
    {
        Retry retry => new MountException(retry.Kind, retry.Text, inner, retry.Remedy),
        Fail fail => new MountException(fail.Kind, fail.Text, inner, fail.Remedy),
        _ => throw new InvalidOperationException("A success is not an error."),
    };
}
