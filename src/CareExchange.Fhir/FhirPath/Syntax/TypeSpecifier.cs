namespace CareExchange.Fhir.FhirPath.Syntax;

/// <summary>A type named by an expression: <c>Quantity</c>, <c>FHIR.Quantity</c>, <c>System.Quantity</c>.</summary>
internal sealed record TypeSpecifier(string? Namespace, string Name)
{
    /// <summary>Reads the argument of <c>is()</c>, <c>as()</c> and <c>ofType()</c>, which the grammar sees as a path; null when it is none.</summary>
    public static TypeSpecifier? From(Node node) => node switch
    {
        MemberNode { Source: null } single => new TypeSpecifier(null, single.Name),
        MemberNode { Source: MemberNode { Source: null } qualifier } qualified => new TypeSpecifier(qualifier.Name, qualified.Name),
        _ => null,
    };

    public override string ToString() => Namespace is null ? Name : $"{Namespace}.{Name}";
}
