namespace Provider.Model;

/// <summary>One kind of failure that a user can meet: a line of <see cref="ErrorCodes"/>.</summary>
internal sealed record ErrorCode(string Name, FinalStatus Status, string Meaning, string Remedy)
{
    public override string ToString() => Name;
}
