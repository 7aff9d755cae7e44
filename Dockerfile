# docker build -t mach .
# docker run --rm -p 8501:8501 -v mach:/workspace --read-only --tmpfs /tmp mach
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 CX_WORKSPACE=/workspace HOME=/tmp

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

COPY app.py LICENSE ./
COPY .streamlit .streamlit
COPY cx_core cx_core
COPY components components
COPY pages pages
COPY sample_data sample_data
RUN python -m compileall -q app.py cx_core components pages

# The app writes to two places only: the workspace, a named volume, and /tmp.
RUN useradd --uid 10001 --no-create-home --home-dir /tmp mach \
    && install -d -o mach -g mach -m 0700 /workspace
USER mach
VOLUME /workspace
EXPOSE 8501

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501"]
