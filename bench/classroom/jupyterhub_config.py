"""A JupyterHub for a class on one machine, as TEACHING.md describes it, with a token for the measurement."""

import os
import sys

c = get_config()  # noqa: F821  # JupyterHub defines it.

state = os.environ["CLASS_STATE"]
c.JupyterHub.bind_url = os.environ["CLASS_URL"]
c.JupyterHub.hub_port = int(os.environ["CLASS_HUB_PORT"])
c.JupyterHub.db_url = f"sqlite:///{state}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{state}/cookie_secret"
c.ConfigurableHTTPProxy.command = os.environ["CLASS_PROXY"].split("\n")
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['CLASS_PROXY_PORT']}"
c.ConfigurableHTTPProxy.pid_file = f"{state}/proxy.pid"
c.JupyterHub.concurrent_spawn_limit = 100
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [os.path.join(os.path.dirname(sys.executable), "jupyterhub-singleuser")]
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
# The one line that keeps the ports of a class apart.
c.Spawner.environment = {"SOCKETBOOK_LOOPBACK": "own"}

c.JupyterHub.services = [{"name": "class", "api_token": os.environ["CLASS_TOKEN"]}]
c.JupyterHub.load_roles = [
    {
        "name": "class",
        "services": ["class"],
        "scopes": ["admin:users", "admin:servers", "access:servers"],
    }
]
