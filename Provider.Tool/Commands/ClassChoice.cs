using Provider.Model;
using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>Chooses the class of a manifest that is mounted.</summary>
internal static class ClassChoice
{
    /// <summary>The class; null, after writing why, when there is not exactly one.</summary>
    public static CheckedClass? Of(FileReport report, string? name, TextWriter errors)
    {
        var meant = report.Classes
            .Where(one => name is null || one.Name == name || one.Name.EndsWith('/' + name, StringComparison.Ordinal))
            .ToList();
        var problem = (report, meant) switch
        {
            ({ Unreadable: { } reason }, _) => $"cannot be read: {reason}",
            ({ Classes: [] }, _) => "holds no SecretProviderClass of provider azure",
            (_, []) =>
                $"holds no SecretProviderClass {Quoted.Text(name!)}; there are "
                + $"{string.Join(", ", report.Classes.Select(one => one.Name))}",
            (_, [_]) => null,
            _ => "holds several SecretProviderClasses; choose by --name out of "
                + $"{string.Join(", ", meant.Select(one => one.Name))}",
        };
        if (problem is null)
        {
            return meant[0];
        }

        errors.WriteLine(Quoted.Line($"{report.File}: {problem}"));
        return null;
    }
}
