namespace Provider.Model;

/// <summary>
/// Text that must never be logged or shown: a secret's value, a client secret, a service-account token.
/// </summary>
// ToString returns ***, so that no log or error can show it by accident.
internal sealed class SecretText(string text)
{
    /// <summary>The text itself. The caller must keep it out of logs and errors.</summary>
    public string Reveal() => text;

    public override string ToString() => "***";
}
