using System.CommandLine;

namespace Provider.Sandbox;

/// <summary>
/// An option that is a whole number within bounds; what is out of them is refused before anything starts.
/// </summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} {least} to {most}.",
            HelpName = "number",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            var number = result.GetValueOrDefault<int>();
            if (number < least || number > most)
            {
                result.AddError($"{name} must be {least} to {most}");
            }
        });
        return option;
    }
}
