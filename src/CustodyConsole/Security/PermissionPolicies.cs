using Microsoft.AspNetCore.Authorization;

namespace CustodyConsole.Security;

/// <summary>Each row of the permission table as an authorisation policy of the same name.</summary>
public static class PermissionPolicies
{
    public static AuthorizationBuilder AddPermissionPolicies(this AuthorizationBuilder authorization)
    {
        foreach (var permission in Permissions.All)
            authorization.AddPolicy(permission.Name, policy => policy.RequireRole(permission.Roles));
        return authorization;
    }
}
