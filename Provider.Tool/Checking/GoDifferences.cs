using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Lists what the Go provider, v1.8.2, ignores, fails on or handles differently in a class.</summary>
internal static class GoDifferences
{
    private const string Place = "spec.parameters.";

    public static void Check(YamlMapping parameters, MountPlan? plan, FindingList findings)
    {
        CheckAccess(parameters, plan, findings);
        if (parameters.FindAnyCase(ParameterNames.Objects) is YamlScalar { IsNull: false } objects)
        {
            CheckList(objects, findings);
            foreach (var entry in ObjectsReader.Read(objects.Text, new ProblemList()))
            {
                new GoEntryDifferences(entry, objects, findings).Check();
            }
        }
    }

    private static void CheckAccess(YamlMapping parameters, MountPlan? plan, FindingList findings)
    {
        if (plan is { Access: AccessMode.PodIdentity or AccessMode.VmIdentity })
        {
            CheckIdentity(parameters, plan, findings);
        }

        if (plan?.Access is AccessMode.VmIdentity { IdentityId: { } id } && id.StartsWith('/'))
        {
            findings.Add(
                FindingCodes.GoFails, parameters.PositionOf(ParameterNames.UserAssignedIdentityId),
                Place + ParameterNames.UserAssignedIdentityId,
                "is a resource id, and the Go provider accepts a client id only",
                "Write the client id of the identity.");
        }

        if (plan?.Cloud.Name == CloudReader.StackCloud
            && parameters.FindAnyCase(ParameterNames.CloudEnvironmentFile) is { } file)
        {
            findings.Add(
                FindingCodes.GoDiffers, file.Position, Place + ParameterNames.CloudEnvironmentFile,
                "sets the cloud of every later mount of the Go provider's process, not of this class alone",
                "Use one environment file for all classes of a node.");
        }
    }

    private static void CheckIdentity(YamlMapping parameters, MountPlan plan, FindingList findings)
    {
        if (plan.Tenant is null)
        {
            findings.Add(
                FindingCodes.GoFails, parameters.Position, Place + ParameterNames.TenantId,
                "is missing, and the Go provider needs it in every access mode",
                "Write it.");
        }

        if (parameters.FindAnyCase(ParameterNames.ClientId) is YamlScalar { Text.Length: > 0 } clientId)
        {
            findings.Add(
                FindingCodes.GoFails, clientId.Position, Place + ParameterNames.ClientId,
                "makes the Go provider fail beside another access mode where the pod has no token", "Remove it.");
        }
    }

    private static void CheckList(YamlScalar objects, FindingList findings)
    {
        try
        {
            if (YamlReader.Read(objects.Text) is YamlSequence list)
            {
                findings.Add(
                    FindingCodes.GoFails, objects.Resolve(list.Position), Place + ParameterNames.Objects,
                    "is a list without the key array, which the Go provider needs",
                    "Write array: above the list.");
            }
        }
        catch (YamlFormatException)
        {
            // The plan's problems have what is wrong with it.
        }
    }
}
