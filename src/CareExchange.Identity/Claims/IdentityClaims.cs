namespace CareExchange.Identity.Claims;

/// <summary>Claim names of principals, the same for sessions and tokens.</summary>
public static class IdentityClaims
{
    /// <summary>Account id or client id.</summary>
    public const string Subject = "sub";

    /// <summary>Name for people.</summary>
    public const string Name = "name";

    /// <summary>Role code; staff only, also where they call through an app: who has none is a machine.</summary>
    public const string Role = "role";

    /// <summary>FHIR id of the organisation acted for.</summary>
    public const string OrganizationId = "organization_id";

    /// <summary>The organisation's name.</summary>
    public const string Organization = "organization";

    /// <summary>Purpose of use code, v3-PurposeOfUse.</summary>
    public const string PurposeOfUse = "purpose_of_use";

    /// <summary>Authentication methods, RFC 8176; one claim each.</summary>
    public const string Methods = "amr";

    /// <summary>Id of the session, or of the authorization given to an app.</summary>
    public const string Session = "sid";

    /// <summary>FHIR reference of the person, when the account has one.</summary>
    public const string FhirUser = "fhirUser";

    /// <summary>The same reference in every session and token, whatever an app was told: who the caller is decides what they see.</summary>
    public const string PersonReference = "person_reference";

    /// <summary>Id of the Patient an app's token is bound to; absent for none.</summary>
    public const string Patient = "patient";

    /// <summary>Client id: of a machine, or of the app through which a member of staff calls.</summary>
    public const string Client = "client_id";

    /// <summary>Granted SMART scopes, space separated.</summary>
    public const string Scope = "scope";

    /// <summary>What the bearer has to prove beside the token, RFC 7800.</summary>
    public const string Confirmation = "cnf";

    /// <summary>Id of the token, RFC 7519 4.1.7.</summary>
    public const string TokenId = "jti";

    /// <summary>Purpose of use assumed when nothing says otherwise.</summary>
    public const string DefaultPurpose = "TREAT";
}
