// The JavaScript client of the Valtronics "WebSocket API Documentation", as printed there. WebSocket is a global, as in a page.
class ValtronicsWebSocket {
    constructor(url, token) {
        this.url = url;
        this.token = token;
        this.ws = null;
        this.subscriptions = new Map();
        this.reconnectAttempts = 0;
        this.maxReconnectAttempts = 5;
        this.reconnectInterval = 1000;
    }

    connect() {
        this.ws = new WebSocket(this.url);
        
        this.ws.onopen = () => {
            console.log('WebSocket connected');
            this.authenticate();
            this.reconnectAttempts = 0;
        };

        this.ws.onmessage = (event) => {
            this.handleMessage(JSON.parse(event.data));
        };

        this.ws.onclose = () => {
            console.log('WebSocket disconnected');
            this.reconnect();
        };

        this.ws.onerror = (error) => {
            console.error('WebSocket error:', error);
        };
    }

    authenticate() {
        this.send({
            type: 'auth',
            token: this.token
        });
    }

    subscribe(channel, filters = {}) {
        const subscription = {
            type: 'subscribe',
            channel: channel,
            ...filters
        };
        
        this.send(subscription);
        this.subscriptions.set(channel, filters);
    }

    unsubscribe(channel) {
        const subscription = {
            type: 'unsubscribe',
            channel: channel
        };
        
        this.send(subscription);
        this.subscriptions.delete(channel);
    }

    send(message) {
        if (this.ws && this.ws.readyState === WebSocket.OPEN) {
            this.ws.send(JSON.stringify(message));
        }
    }

    handleMessage(data) {
        switch (data.type) {
            case 'auth_response':
                this.handleAuthResponse(data);
                break;
            case 'telemetry_update':
                this.handleTelemetryUpdate(data);
                break;
            case 'alert':
                this.handleAlert(data);
                break;
            case 'device_status_update':
                this.handleDeviceStatusUpdate(data);
                break;
            case 'system_status_update':
                this.handleSystemStatusUpdate(data);
                break;
            case 'pong':
                // Handle keep-alive response
                break;
            default:
                console.log('Unknown message type:', data.type);
        }
    }

    handleTelemetryUpdate(data) {
        // Handle telemetry updates
        console.log('Telemetry update:', data);
        if (this.onTelemetryUpdate) {
            this.onTelemetryUpdate(data);
        }
    }

    handleAlert(data) {
        // Handle alert notifications
        console.log('Alert received:', data);
        if (this.onAlert) {
            this.onAlert(data);
        }
    }

    handleDeviceStatusUpdate(data) {
        // Handle device status updates
        console.log('Device status update:', data);
        if (this.onDeviceStatusUpdate) {
            this.onDeviceStatusUpdate(data);
        }
    }

    handleSystemStatusUpdate(data) {
        // Handle system status updates
        console.log('System status update:', data);
        if (this.onSystemStatusUpdate) {
            this.onSystemStatusUpdate(data);
        }
    }

    reconnect() {
        if (this.reconnectAttempts < this.maxReconnectAttempts) {
            this.reconnectAttempts++;
            setTimeout(() => {
                console.log(`Reconnecting... (${this.reconnectAttempts}/${this.maxReconnectAttempts})`);
                this.connect();
            }, this.reconnectInterval * this.reconnectAttempts);
        }
    }

    disconnect() {
        if (this.ws) {
            this.ws.close();
            this.ws = null;
        }
    }
}

// The class as printed calls a method that it does not have; users add the function of the section "Authentication Errors".
let refreshToken = () => {};
function handleAuthResponse(data) {
    if (!data.success) {
        console.error('Authentication failed:', data.message);
        // Handle authentication failure
        if (data.error === 'invalid_token') {
            // Refresh token or redirect to login
            refreshToken();
        }
    }
}

ValtronicsWebSocket.prototype.handleAuthResponse = function (data) {
    handleAuthResponse(data);
    this.onAuthResponse?.(data);
};

export { ValtronicsWebSocket };
export const whenRefreshing = (action) => { refreshToken = action; };
