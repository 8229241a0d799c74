namespace CareExchange.Identity.Registrations;

/// <summary>Outcome of registering a staff account or a client.</summary>
/// <param name="Id">Its id; null when refused.</param>
/// <param name="Created">Whether it is new.</param>
/// <param name="Changed">Whether anything differs from before; false when the same registration came again.</param>
/// <param name="Problems">Why it was refused; empty otherwise.</param>
public sealed record RegistrationResult(string? Id, bool Created, bool Changed, IReadOnlyList<IdentityProblem> Problems)
{
    /// <summary>Whether the registration stands.</summary>
    public bool Succeeded => Id is not null;

    internal static RegistrationResult Refused(IReadOnlyList<IdentityProblem> problems) => new(null, Created: false, Changed: false, problems);
}
