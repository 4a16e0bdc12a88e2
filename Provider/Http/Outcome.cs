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
    /// <param name="Kind">What the call ends in when no attempt is left.</param>
    /// <param name="Text">What happened; holds nothing of the response but known codes.</param>
    /// <param name="Delay">The wait before the next attempt.</param>
    /// <param name="Remedy">What to do, where it differs from the code's remedy.</param>
    public sealed record Retry(ErrorCode Kind, string Text, TimeSpan Delay, string? Remedy = null) : Outcome
    {
        /// <inheritdoc/>
        public override ErrorCode Code => Kind;
    }

    /// <summary>A failure that a retry would not change.</summary>
    /// <param name="Kind">What the call ends in.</param>
    /// <param name="Text">What happened; holds nothing of the response but known codes.</param>
    /// <param name="Remedy">What to do, where it differs from the code's remedy.</param>
    public sealed record Fail(ErrorCode Kind, string Text, string? Remedy = null) : Outcome
    {
        /// <inheritdoc/>
        public override ErrorCode Code => Kind;
    }

    /// <summary>The failure as the mount's error.</summary>
    public MountException ToException(Exception? inner) => this switch
    {
        Retry retry => new MountException(retry.Kind, retry.Text, inner, retry.Remedy),
        Fail fail => new MountException(fail.Kind, fail.Text, inner, fail.Remedy),
        _ => throw new InvalidOperationException("A success is not an error."),
    };
}
