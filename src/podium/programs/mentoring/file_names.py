"""Which tool a file's name gives away."""

from __future__ import annotations

from fnmatch import fnmatchcase

# Pattern of the last piece of a path, or of the whole path when it holds a slash.
_TOOLS = (
    ("*.tf", "Terraform"),
    ("Chart.yaml", "Helm"),
    ("kustomization.yaml", "Kustomize"),
    ("tsconfig.json", "TypeScript"),
    (".pre-commit-config.yaml", "pre-commit"),
    ("justfile", "just"),
    ("BUILD.bazel", "Bazel"),
    ("flake.nix", "Nix"),
    ("Jenkinsfile", "Jenkins"),
    (".gitlab-ci.yml", "GitLab CI"),
    (".github/workflows/*", "GitHub Actions"),
    (".circleci/config.yml", "CircleCI"),
    ("renovate.json", "Renovate"),
    (".github/dependabot.yml", "Dependabot"),
    ("Tiltfile", "Tilt"),
    ("skaffold.yaml", "Skaffold"),
    ("turbo.json", "Turborepo"),
    ("nx.json", "Nx"),
    ("biome.json", "Biome"),
    ("eslint.config.*", "ESLint"),
    ("vite.config.*", "Vite"),
    ("vitest.config.*", "Vitest"),
    ("playwright.config.*", "Playwright"),
    ("buf.yaml", "Buf"),
    ("*.proto", "protocol buffers"),
    ("*.rego", "Open Policy Agent"),
    ("ruff.toml", "Ruff"),
    ("tox.ini", "tox"),
    ("noxfile.py", "nox"),
    (".devcontainer/devcontainer.json", "dev containers"),
    ("mise.toml", "mise"),
    ("Dockerfile", "Docker"),
    ("codecov.yml", "Codecov"),
    ("CODEOWNERS", "code owners"),
    ("pnpm-lock.yaml", "pnpm"),
    ("uv.lock", "uv"),
    ("poetry.lock", "Poetry"),
    ("*.cu", "CUDA"),
    ("*.ipynb", "Jupyter"),
    ("dbt_project.yml", "dbt"),
    ("CMakeLists.txt", "CMake"),
    ("meson.build", "Meson"),
    ("*.rs", "Rust"),
    ("*.go", "Go"),
    ("*.kt", "Kotlin"),
    ("*.swift", "Swift"),
    ("*.zig", "Zig"),
    ("*.graphql", "GraphQL"),
)


def tool_of(path: str) -> str:
    """The tool; empty when the name says none."""
    last = path.rpartition("/")[2]
    return next((tool for pattern, tool in _TOOLS if fnmatchcase(path if "/" in pattern else last, pattern)), "")
