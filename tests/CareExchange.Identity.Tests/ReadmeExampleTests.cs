using CareExchange.Identity.Clients;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Scopes;

namespace CareExchange.Identity.Tests;

public class ReadmeExampleTests
{
    [Fact]
    public async Task The_README_example_registers_a_machine_and_proves_it()
    {
        await using var room = await TestRoom.OpenAsync();
        var (clients, options, now, cancel) = (room.Clients, room.Options, room.Clock.GetUtcNow(), TestRoom.Cancel);

        using var key = ClientKey.Create("ES384");
        await clients.UpsertAsync(
            new ClientRegistration("nhis-sender", "국민건강보험공단 전송기")
            {
                OrganizationId = "nhis-seodaemun", OrganizationDisplay = "국민건강보험공단 서대문지사", Jwks = key.PublicJwks, Scopes = "system/messages.c",
            },
            "operator",
            cancel);
        var assertion = key.Assertion("nhis-sender", options.TokenEndpoint, now);   // POST /connect/token as client_assertion
        var maySend = SmartScopes.TryParse("system/messages.c", out var scopes)
            && scopes.Allows("messages", SmartInteractions.Create);                 // true; system/*.cruds would not cover it

        Assert.Equal("nhis-sender", (await room.Assertions.CheckAsync(assertion, cancel)).Client?.Id);
        Assert.True(maySend);
    }
}
