namespace Provider.Tool.Checking;

/// <summary>The schema of SecretProviderClass, version v1, as its CustomResourceDefinition writes it.</summary>
// ParameterRules checks the parameters, since its rules are more specific.
internal static class ClassShape
{
    private static readonly Shape Text = new Shape.Text();
    private static readonly Shape Anything = new Shape.Anything();
    private static readonly Shape Texts = new Shape.TextMap(TakesNull: false);
    private static readonly Shape MetadataTexts = new Shape.TextMap(TakesNull: true);

    public static Shape Root { get; } = Shape.Fields.Of(
        ("apiVersion", Text),
        ("kind", Text),
        ("metadata", Shape.Fields.Of(
            ("name", Text), ("namespace", Text), ("generateName", Text), ("labels", MetadataTexts),
            ("annotations", MetadataTexts),
            ("finalizers", Anything), ("ownerReferences", Anything), ("managedFields", Anything),
            ("creationTimestamp", Anything),
            ("deletionTimestamp", Anything), ("deletionGracePeriodSeconds", Anything), ("generation", Anything),
            ("resourceVersion", Anything), ("selfLink", Anything), ("uid", Anything), ("clusterName", Anything))),
        ("spec", Shape.Fields.Of(
            ("provider", Text),
            ("parameters", Anything),
            ("secretObjects", new Shape.List(Shape.Fields.Of(
                ("secretName", Text), ("type", Text), ("labels", Texts), ("annotations", Texts),
                ("data", new Shape.List(Shape.Fields.Of(("objectName", Text), ("key", Text))))))))),
        ("status", Anything));
}
