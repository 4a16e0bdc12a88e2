namespace Provider.Model;

/// <summary>Text that must never be shown: a secret's value, a client secret, a service-account token.</summary>
// It prints as *** wherever a string is asked of it, so that no log or error can show it by accident.
internal sealed class SecretText(string text)
{
    /// <summary>The text itself. Whoever calls this takes over the duty to keep it out of logs and errors.</summary>
    public string Reveal() => text;

    public override string ToString() => "***";
}
