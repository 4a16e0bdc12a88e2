namespace Provider.Model;

/// <summary>One kind of failure that a user can meet: a line of <see cref="ErrorCodes"/>.</summary>
/// <param name="Name">Stable, short, in kebab case; the front of every message, the metrics' label, a heading of the troubleshooting page.</param>
/// <param name="Status">The gRPC status the mount ends in.</param>
/// <param name="Meaning">What happened, in one sentence that holds for every case of it.</param>
/// <param name="Remedy">What to do, in one or two sentences. Ends the message that the user reads.</param>
internal sealed record ErrorCode(string Name, FinalStatus Status, string Meaning, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
