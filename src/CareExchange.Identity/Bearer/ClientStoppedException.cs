using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Bearer;

/// <summary>Tells JwtBearer that a well-signed token is refused for its caller's sake, so that the challenge says <c>invalid_token</c>.</summary>
public sealed class ClientStoppedException : SecurityTokenValidationException
{
    /// <summary>The one message.</summary>
    public ClientStoppedException()
        : base("The caller of this token may not call any more.")
    {
    }

    /// <summary>With another message.</summary>
    public ClientStoppedException(string message)
        : base(message)
    {
    }

    /// <summary>With another message and its cause.</summary>
    public ClientStoppedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
