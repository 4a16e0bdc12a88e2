namespace Provider.Http;

/// <summary>A connection failed for a reason that is known where it was made.</summary>
internal sealed class ConnectionFailedException(CallFailure failure, Exception? inner = null) : IOException(failure.Text, inner)
{
    /// <summary>The reason.</summary>
    public CallFailure Failure => failure;
}
