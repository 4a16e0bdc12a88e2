using System.CommandLine;

namespace Provider.Sandbox.Processes;

/// <summary>The option for the provider to start, in every command.</summary>
internal static class ProviderOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--provider")
        {
            Description =
                "The provider's program; else what PROVIDER_BINARY names, else "
                + "the one that was built with the sandbox.",
            HelpName = "path",
            DefaultValueFactory = _ => ProviderProcess.DefaultBinary,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } path && !File.Exists(path))
            {
                result.AddError($"there is no provider at {path}");
            }
        });
        return option;
    }
}
